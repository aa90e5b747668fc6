import css from "./charts.module.css";

interface Spot {
  x: number;
  y: number;
}

interface Props {
  /** Where the line or the bar ends. */
  at: Spot;
  text: string;
  /** What is drawn: the text stands above all of it that it would cover. */
  drawn: Spot[];
}

/** About as wide as such a text. */
const WIDTH = 56;

/** The last value of a line or the last bar, in figures at its end. */
export function LastValue({ at, text, drawn }: Props) {
  const covered = drawn.filter(({ x }) => x > at.x - WIDTH).map(({ y }) => y);
  const top = Math.min(at.y, ...covered);
  return (
    <text className={css.last} x={at.x} y={Math.max(10, top - 8)} textAnchor="end">
      {text}
    </text>
  );
}
