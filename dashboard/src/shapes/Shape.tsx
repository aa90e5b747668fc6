/** Shapes beside words, on a square of 12; drawn by the page, so that every device shows the same. */
const SHAPES = {
  dot: { fill: "M6 2.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7" },
  ring: { line: "M6 2.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7" },
  half: {
    line: "M6 2.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7",
    fill: "M6 2.500a3.500 3.500 0 0 0 0 7z",
  },
  upper: {
    line: "M6 2.500a3.500 3.500 0 1 1 0 7 3.500 3.500 0 0 1 0-7",
    fill: "M6 2.500a3.500 3.500 0 0 1 0 7z",
  },
  up: { fill: "M6 2.200 10 9.500H2z" },
  down: { fill: "M6 9.800 2 2.500h8z" },
  cross: { line: "M3 3l6 6M9 3l-6 6" },
  check: { line: "M2.500 6.500 5 9l4.500-6" },
  plus: { line: "M6 2.500v7M2.500 6h7" },
  square: { fill: "M3 3h6v6H3z" },
  diamond: { fill: "M6 1.800 10.200 6 6 10.200 1.800 6z" },
  clock: { line: "M6 1.800a4.200 4.200 0 1 1 0 8.400 4.200 4.200 0 0 1 0-8.400M6 3.800V6l1.700 1" },
  arrow: { line: "M2 6h7.500M6.500 3l3 3-3 3" },
  ascending: { line: "M6 10V2.500M3 5.200l3-3 3 3" },
  descending: { line: "M6 2v7.500M3 6.800l3 3 3-3" },
} as const satisfies Record<string, { fill?: string; line?: string }>;

export type ShapeName = keyof typeof SHAPES;

/** One of them, as high as the text it stands in; the word beside it says the same. */
export function Shape({ name }: { name: ShapeName }) {
  const shape: { fill?: string; line?: string } = SHAPES[name];
  return (
    <svg viewBox="0 0 12 12" width="0.75em" height="0.75em" aria-hidden="true" role="presentation">
      {shape.fill ? <path d={shape.fill} fill="currentColor" /> : null}
      {shape.line ? (
        <path
          d={shape.line}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : null}
    </svg>
  );
}
