import { Trans, useLingui } from "@lingui/react/macro";
import { scaleSqrt, scaleSymlog } from "d3-scale";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import css from "../../charts/charts.module.css";
import { useWidth } from "../../charts/size";
import { moved } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";

type PlanRow = Schemas["PlanRow"];
const HEIGHT = 560;
const MARGIN = { top: 40, right: 30, bottom: 60, left: 56 };
// Room for the bubbles of what has no demand.
const PAD = 26;

interface Props {
  rows: PlanRow[];
  currency: string;
  chosen: string;
  onChoose: (code: string) => void;
}

/** Stock cover against demand; the area of a bubble is the money at stake. */
export function PlanMap({ rows, currency, chosen, onChoose }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const [box, width] = useWidth<HTMLDivElement>(640);
  const [at, setAt] = useState<number | null>(null);
  const placed = rows.filter(
    (row) => row.predicted_7d_demand !== null && row.current_stock !== null,
  );
  const x = scaleSymlog(
    [0, Math.max(1, ...placed.map((row) => row.predicted_7d_demand ?? 0))],
    [MARGIN.left + PAD, width - MARGIN.right],
  ).constant(1);
  const y = scaleSymlog(
    [0, Math.max(1, ...placed.map((row) => weeks(row)))],
    [HEIGHT - MARGIN.bottom - PAD / 2, MARGIN.top],
  ).constant(1);
  const r = scaleSqrt([0, Math.max(1, ...placed.map((row) => row.money_at_stake ?? 0))], [3, 22]);
  const row = at === null ? undefined : placed[at];
  const stake = formats.money(row?.money_at_stake, currency);
  const cover = formats.decimal(row ? weeks(row) : null);
  const demand = formats.decimal(row?.predicted_7d_demand);
  return (
    <figure className={css.figure}>
      <div ref={box}>
        <svg
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={t`Map of the plan: weeks of cover against demand. Arrow keys go from campaign to campaign, Enter opens one.`}
          tabIndex={0}
          onBlur={() => setAt(null)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && row) onChoose(row.stock_code);
            else setAt(moved(event, at, placed.length));
          }}
        >
          {ticks(x.domain()[1] ?? 1).map((tick) => (
            <g key={tick}>
              <line
                className={css.grid}
                x1={x(tick)}
                x2={x(tick)}
                y1={MARGIN.top - 16}
                y2={HEIGHT - MARGIN.bottom}
              />
              <text
                className={css.tick}
                x={x(tick)}
                y={HEIGHT - MARGIN.bottom + 18}
                textAnchor="middle"
              >
                {formats.count(tick)}
              </text>
            </g>
          ))}
          {ticks(y.domain()[1] ?? 1).map((tick) => (
            <g key={tick}>
              <line
                className={css.grid}
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text
                className={css.tick}
                x={MARGIN.left - 8}
                y={y(tick)}
                dy="0.32em"
                textAnchor="end"
              >
                {formats.count(tick)}
              </text>
            </g>
          ))}
          <text className={css.tick} x={width - MARGIN.right} y={HEIGHT - 14} textAnchor="end">
            {t`expected units, 7 days →`}
          </text>
          <text className={css.tick} x={MARGIN.left} y={12} textAnchor="start">
            {t`↑ weeks of cover`}
          </text>
          {[...placed].reverse().map((entry) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: the drawing takes the keys for its bubbles
            <circle
              key={entry.stock_code}
              className={`${css.bubble} ${(entry.discount ?? 0) > 0 ? css.other : ""} ${entry.stock_code === chosen || entry === row ? css.chosen : ""}`}
              cx={x(entry.predicted_7d_demand ?? 0)}
              cy={y(weeks(entry))}
              r={r(entry.money_at_stake ?? 0)}
              onClick={() => onChoose(entry.stock_code)}
              onPointerEnter={() => setAt(placed.indexOf(entry))}
            />
          ))}
        </svg>
      </div>
      <div className={css.readout} aria-live="polite">
        {row ? (
          <Trans>
            {row.product_name}: {stake} at stake, {demand} units expected, {cover} weeks of cover
          </Trans>
        ) : null}
      </div>
      <figcaption className={css.caption}>
        <Trans>
          Each bubble is a campaign, its area the money at stake; orange ones carry a discount. The
          table below has the same data. Without demand, cover is drawn at the top.
        </Trans>
      </figcaption>
    </figure>
  );
}

const NO_DEMAND_WEEKS = 1000;

/** Weeks the stock lasts; without demand for ever, which is drawn as a thousand. */
function weeks(row: PlanRow): number {
  return Math.min(NO_DEMAND_WEEKS, row.overstock_ratio ?? NO_DEMAND_WEEKS);
}

function ticks(top: number): number[] {
  return [0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].filter((tick) => tick <= top);
}
