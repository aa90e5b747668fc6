import css from "./charts.module.css";

/** The last value of a line or the last bar, in figures at its end. */
export function LastValue({ x, y, text }: { x: number; y: number; text: string }) {
  return (
    <text className={css.last} x={x} y={Math.max(10, y - 8)} textAnchor="end">
      {text}
    </text>
  );
}
