import { createContext, type ReactNode, useContext, useMemo } from "react";
import css from "./range.module.css";

export interface Range {
  low: number;
  value: number;
  high: number;
}

interface Bounds {
  low: number;
  high: number;
}

const WIDTH = 96;
const HEIGHT = 8;
const EDGE = 4;

const Scale = createContext<Bounds | null>(null);

/** One scale for all range bars within, so that they can be compared by eye; 0 is always on it. */
export function RangeScale({ ranges, children }: { ranges: Range[]; children: ReactNode }) {
  const low = Math.min(0, ...ranges.map((range) => range.low));
  const high = Math.max(0, ...ranges.map((range) => range.high));
  const bounds = useMemo(() => ({ low, high }), [low, high]);
  return <Scale value={bounds}>{children}</Scale>;
}

/** A bar from the low to the high end of the range, with a dot at the expected value. */
export function RangeBar({ low, value, high, label }: Range & { label: string }) {
  const bounds = useContext(Scale) ?? { low: Math.min(0, low), high: Math.max(0, high) };
  const span = bounds.high - bounds.low || 1;
  const at = (amount: number) => {
    const share = Math.max(0, Math.min(1, (amount - bounds.low) / span));
    return EDGE + share * (WIDTH - 2 * EDGE);
  };
  return (
    <svg
      className={css.bar}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
    >
      <line className={css.rail} x1={EDGE} x2={WIDTH - EDGE} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {bounds.low < 0 ? (
        <line className={css.zero} x1={at(0)} x2={at(0)} y1={0} y2={HEIGHT} />
      ) : null}
      <line className={css.span} x1={at(low)} x2={at(high)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <circle className={css.middle} cx={at(value)} cy={HEIGHT / 2} r={3.5} />
    </svg>
  );
}
