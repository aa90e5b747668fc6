import type { ReactNode } from "react";
import css from "./charts.module.css";

export interface Bar {
  key: string;
  name: ReactNode;
  value: number;
  text: ReactNode;
}

/** Lengths to compare by eye, each with its number; bars of other groups share their `scale`. */
export function Bars({ bars, scale }: { bars: Bar[]; scale?: number }) {
  const longest = scale ?? Math.max(1e-9, ...bars.map((bar) => bar.value));
  return (
    <ul className={css.bars}>
      {bars.map((bar) => (
        <li key={bar.key}>
          <span>{bar.name}</span>
          <span className={css.track} aria-hidden="true">
            <span className={css.fill} style={{ width: `${(100 * bar.value) / longest}%` }} />
          </span>
          <span className="num">{bar.text}</span>
        </li>
      ))}
    </ul>
  );
}
