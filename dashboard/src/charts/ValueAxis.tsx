import type { ScaleLinear } from "d3-scale";
import { useFormats } from "../format/context";
import css from "./charts.module.css";
import { MARGIN } from "./scales";

interface Props {
  scale: ScaleLinear<number, number>;
  width: number;
  text?: (value: number, step: number) => string;
}

/** Four lines at most across a chart, and what they stand for. */
export function ValueAxis({ scale, width, text }: Props) {
  const formats = useFormats();
  const ticks = atMostFour(scale);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return ticks.map((tick) => (
    <g key={tick}>
      <line
        className={css.grid}
        x1={MARGIN.left}
        x2={width - MARGIN.right}
        y1={scale(tick)}
        y2={scale(tick)}
      />
      <text className={css.tick} x={MARGIN.left - 8} y={scale(tick)} dy="0.32em" textAnchor="end">
        {text ? text(tick, step) : formats.tick(tick, step)}
      </text>
    </g>
  ));
}

/** As many round values as fit: d3 takes the number asked for as a hint. */
function atMostFour(scale: ScaleLinear<number, number>): number[] {
  const found = [4, 3, 2].map((count) => scale.ticks(count));
  return found.find((ticks) => ticks.length <= 4) ?? scale.domain();
}
