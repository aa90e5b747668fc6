import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import css from "./skeleton.module.css";

/** Grey placeholders while data loads, shown after 0.1 s so that the layout doesn't jump. */
export function Skeleton({ children }: { children: ReactNode }) {
  return (
    <div className={css.skeleton} aria-busy="true">
      <span className="visually-hidden" role="status">
        <Trans>Loading…</Trans>
      </span>
      {children}
    </div>
  );
}

/** The shape of a page's heading and its lead. */
export function TitleShape() {
  return (
    <div className={css.title}>
      <div className={css.heading} />
      <div className={css.line} />
    </div>
  );
}

/** The shape of rows of a table or a list. */
export function RowShapes({ rows = 8 }: { rows?: number }) {
  return (
    <div className={css.rows}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike
        <div key={row} className={css.line} />
      ))}
    </div>
  );
}

/** The shape of a strip of figures. */
export function StripShape({ figures = 4 }: { figures?: number }) {
  return (
    <div className={css.strip}>
      {Array.from({ length: figures }, (_, figure) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all alike
        <div key={figure} className={css.figure} />
      ))}
    </div>
  );
}

/** The shape of a chart. */
export function ChartShape() {
  return <div className={css.chart} />;
}

/** Shown while the page's own code loads. */
export function PageSkeleton() {
  return (
    <Skeleton>
      <TitleShape />
      <RowShapes />
    </Skeleton>
  );
}
