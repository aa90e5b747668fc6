import { Trans } from "@lingui/react/macro";
import css from "./states.module.css";

const WIDTHS = ["62%", "88%", "74%", "81%", "55%", "69%"];

/** Room for what is on its way, so that nothing jumps when it comes. */
export function Loading({ lines = 4, height }: { lines?: number; height?: number }) {
  return (
    <div className={css.bars} style={{ minHeight: height }} aria-busy="true">
      <span className="visually-hidden" role="status">
        <Trans>Loading…</Trans>
      </span>
      {WIDTHS.slice(0, lines).map((width) => (
        <div key={width} className={css.bar} style={{ width }} />
      ))}
    </div>
  );
}
