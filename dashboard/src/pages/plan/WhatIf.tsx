import { Trans, useLingui } from "@lingui/react/macro";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { Button } from "../../ui/Button";
import { RowShapes, Skeleton } from "../../ui/Skeleton";
import { Failed } from "../../ui/States";
import { ComparisonTable } from "./ComparisonTable";
import { Differences } from "./Differences";
import { Lever } from "./Lever";
import { isUsual, type Levers, USUAL, useSimulation } from "./simulation";
import css from "./whatif.module.css";

/** The plan is computed after a pause in moving the sliders. */
const PAUSE_MS = 350;

interface Props {
  rows: Schemas["PlanRow"][];
  currency: string;
}

/** Tries other limits on the same products; the plan doesn't change. */
export function WhatIf({ rows, currency }: Props) {
  return (
    <section className={css.whatif} aria-labelledby="what-if">
      <header>
        <h2 id="what-if">
          <Trans>What if</Trans>
        </h2>
        <p className="muted small">
          <Trans>Change discount, budget and margin to see what the plan would bring.</Trans>
        </p>
      </header>
      <Trial rows={rows} currency={currency} />
    </section>
  );
}

/** The largest margin of any campaign in the plan, in percent: a higher floor leaves no campaign. */
function highestFloor(rows: Schemas["PlanRow"][]): number {
  const margins = rows.map((row) =>
    row.unit_price && row.unit_cost ? 100 * (1 - row.unit_cost / row.unit_price) : 0,
  );
  return Math.max(10, Math.floor(Math.max(0, ...margins) + 1e-6));
}

function Trial({ rows, currency }: Props) {
  const { t } = useLingui();
  const [levers, setLevers] = useState<Levers>(USUAL);
  const [debounced] = useDebouncedValue(levers, PAUSE_MS);
  const moved = !isUsual(debounced);
  // Computed only once a limit was moved; the response includes the current plan as well.
  const query = useSimulation(debounced, moved);
  const move = (change: Partial<Levers>) => setLevers({ ...levers, ...change });
  const discountCost = query.data?.now.discount_cost ?? 0;
  const most = Math.max(50, Math.ceil((2 * discountCost) / 50) * 50);
  const highest = highestFloor(rows);
  const budget = levers.budget ?? most;
  const waits = query.isFetching || levers !== debounced;
  return (
    <div className={css.trial}>
      <fieldset className={css.levers}>
        <legend className="visually-hidden">{t`Limits to try`}</legend>
        <Lever
          name={t`Maximum discount`}
          unit="%"
          value={levers.maxDiscount}
          max={50}
          step={5}
          onMove={(maxDiscount) => move({ maxDiscount })}
        />
        <Lever
          name={t`Discount budget`}
          unit={currency}
          value={budget}
          min={1}
          max={most}
          step={1}
          note={
            levers.budget === null ? (
              <Trans>no limit</Trans>
            ) : (
              <button
                type="button"
                className={css.link}
                onClick={() => move({ budget: null })}
              >{t`Remove limit`}</button>
            )
          }
          onMove={(next) => move({ budget: next })}
        />
        <Lever
          name={t`Margin floor`}
          unit="%"
          value={levers.marginFloor}
          max={highest}
          step={1}
          onMove={(marginFloor) => move({ marginFloor })}
        />
        <div className="row">
          <Button variant="plain" disabled={isUsual(levers)} onClick={() => setLevers(USUAL)}>
            <Trans>Reset to the current plan</Trans>
          </Button>
          <span className="small muted" role="status">
            {waits ? (
              <Trans>Calculating, a few seconds…</Trans>
            ) : moved && query.data ? (
              <Trans>Just a preview: your plan hasn't changed.</Trans>
            ) : null}
          </span>
        </div>
      </fieldset>
      {!moved ? (
        <p className="muted">
          <Trans>
            These are the limits of the current plan. Change one to compare what the plan would
            bring.
          </Trans>
        </p>
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <div className={css.found} data-old={waits}>
          <Outcome answer={query.data} />
          <ComparisonTable answer={query.data} />
          {query.data.now.with_discount + query.data.simulated.with_discount === 0 ? (
            <p className="small">
              <Trans>
                Neither plan has a discount, so the discount limit and budget make no difference.
              </Trans>
            </p>
          ) : null}
          <Differences answer={query.data} rows={rows} />
        </div>
      ) : (
        <Skeleton>
          <RowShapes rows={8} />
        </Skeleton>
      )}
    </div>
  );
}

/** The result of the limits in a sentence. */
function Outcome({ answer }: { answer: Schemas["Simulation"] }) {
  const formats = useFormats();
  const { now, simulated, currency } = answer;
  const before = formats.compactMoney(now.margin.mean, currency);
  const after = formats.compactMoney(simulated.margin.mean, currency);
  const campaigns = formats.count(simulated.campaigns);
  const current = formats.count(now.campaigns);
  return (
    <p className={css.outcome}>
      <Trans>
        With these limits: <b>{after}</b> margin instead of {before}, {campaigns} campaigns instead
        of {current}.
      </Trans>
    </p>
  );
}
