import type { ReactNode } from "react";
import css from "./strip.module.css";

export interface Stat {
  name: ReactNode;
  figure: ReactNode;
  /** What it is compared with, or its chip. */
  note?: ReactNode;
}

/** Three to five figures in a row, hairlines between and no boxes; two columns on a phone. */
export function StatStrip({ label, stats }: { label?: string; stats: Stat[] }) {
  return (
    <dl className={css.strip} aria-label={label}>
      {stats.map((stat, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the figures keep their places
        <div key={place}>
          <dt>{stat.name}</dt>
          <dd className={css.figure}>{stat.figure}</dd>
          {stat.note ? <dd className={css.note}>{stat.note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}
