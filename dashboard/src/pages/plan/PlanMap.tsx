import { Trans, useLingui } from "@lingui/react/macro";
import { scaleLinear, scaleSqrt, scaleSymlog } from "d3-scale";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import css from "../../charts/charts.module.css";
import { nextPoint } from "../../charts/scales";
import { useWidth } from "../../charts/size";
import { useFormats } from "../../format/context";

type PlanRow = Schemas["PlanRow"];
const HEIGHT = 440;
const MARGIN = { top: 44, right: 30, bottom: 58, left: 44 };
// Room for the bubbles of what has no demand.
const PAD = 26;
// Room for the bubbles at the ends of the scales.
const SPARE = 1.15;
// Higher covers are cut off here, so that the others stay readable.
const MOST_LINEAR_WEEKS = 15;

interface Props {
  rows: PlanRow[];
  currency: string;
  selected: string;
  onChoose: (code: string) => void;
}

/** Stock cover against demand; the area of a bubble is the expected gain. */
export function PlanMap({ rows, currency, selected, onChoose }: Props) {
  const { t } = useLingui();
  const formats = useFormats();
  const [box, width] = useWidth<HTMLDivElement>(640);
  const [at, setAt] = useState<number | null>(null);
  const placed = rows.filter(
    (row) => row.predicted_7d_demand !== null && row.current_stock !== null,
  );
  const x = scaleSymlog(
    [0, SPARE * Math.max(1, ...placed.map((row) => row.predicted_7d_demand ?? 0))],
    [MARGIN.left + PAD, width - MARGIN.right],
  ).constant(1);
  const tallest = SPARE * Math.max(1, ...placed.map((row) => weeks(row)));
  const heights = [HEIGHT - MARGIN.bottom, MARGIN.top];
  const y =
    tallest > MOST_LINEAR_WEEKS
      ? scaleSymlog([0, tallest], heights).constant(1)
      : scaleLinear([0, tallest], heights);
  const rungs =
    tallest > MOST_LINEAR_WEEKS ? ticks(tallest) : scaleLinear([0, tallest], heights).ticks(5);
  const rung = (rungs[1] ?? 1) - (rungs[0] ?? 0);
  const r = scaleSqrt([0, Math.max(1, ...placed.map((row) => row.money_at_stake ?? 0))], [3, 22]);
  const row = at === null ? undefined : placed[at];
  const stake = formats.money(row?.money_at_stake, currency);
  const cover = formats.decimal(row ? weeks(row) : null);
  const demand = formats.decimal(row?.predicted_7d_demand);
  return (
    <figure className={css.figure}>
      <div ref={box} className={css.plot}>
        <svg
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={t`Map of the plan: weeks of cover by demand. Use the arrow keys to move between campaigns, Enter to open one.`}
          tabIndex={0}
          onBlur={() => setAt(null)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && row) onChoose(row.stock_code);
            else setAt(nextPoint(event, at, placed.length));
          }}
        >
          {ticks(x.domain()[1] ?? 1).map((tick) => (
            <g key={tick}>
              <line
                className={css.grid}
                x1={x(tick)}
                x2={x(tick)}
                y1={MARGIN.top - 20}
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
          {rungs.map((tick) => (
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
                {formats.tick(tick, Math.min(1, rung))}
              </text>
            </g>
          ))}
          <text className={css.tick} x={width - MARGIN.right} y={HEIGHT - 14} textAnchor="end">
            {t`expected units, 7 days →`}
          </text>
          <text className={css.tick} x={0} y={14} textAnchor="start">
            {t`↑ weeks of cover`}
          </text>
          {[...placed].reverse().map((entry) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: the drawing takes the keys for its bubbles
            <circle
              key={entry.stock_code}
              className={`${css.bubble} ${(entry.discount ?? 0) > 0 ? css.other : ""} ${entry.stock_code === selected || entry === row ? css.chosen : ""}`}
              cx={x(entry.predicted_7d_demand ?? 0)}
              cy={y(weeks(entry))}
              r={r(entry.money_at_stake ?? 0)}
              onClick={() => onChoose(entry.stock_code)}
              onPointerEnter={() => setAt(placed.indexOf(entry))}
            />
          ))}
        </svg>
        <div className={css.readout} aria-live="polite">
          {row ? (
            <Trans>
              {row.product_name}: {stake} expected gain, {demand} units expected, {cover} weeks of
              cover
            </Trans>
          ) : null}
        </div>
      </div>
      <figcaption className={css.caption}>
        <Trans>
          Each bubble is a campaign. Its size is the expected gain; orange means a discount.
          Products without demand are at the top. The table above shows the same data.
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
  return [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].filter((tick) => tick <= top);
}
