import { Plural, Trans } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { useAssumptionText } from "../../sentences/assumptions";
import { usePlanSentence } from "../../sentences/plan";
import { Chip } from "../../ui/Chip";
import { type Stat, StatStrip } from "../../ui/StatStrip";
import { type Decision, decidedTotals } from "./decisions";
import css from "./plan.module.css";

/** The plan in a sentence, even if it recommends nothing. */
export function Advice({ summary }: { summary: Schemas["PlanSummary"] }) {
  const sentence = usePlanSentence();
  if (summary.advice === null) return null;
  return (
    <p className={css.advice}>
      {sentence(summary.advice_statement, summary.advice, summary.currency)}
    </p>
  );
}

interface StripProps {
  summary: Schemas["PlanSummary"];
  rows: Schemas["PlanRow"][];
  entries: Map<string, Decision>;
}

/** The plan's gain by decision; the parts add up to the rows. */
export function PlanStrip({ summary, rows, entries }: StripProps) {
  const formats = useFormats();
  const { currency } = summary;
  const totals = decidedTotals(rows, entries);
  const part = (name: Stat["name"], of: { rows: number; money: number }): Stat => ({
    name,
    figure:
      of.rows > 0 ? (
        formats.compactMoney(of.money, currency)
      ) : (
        <span className="muted">{formats.money(0, currency, 0)}</span>
      ),
    note: <Plural value={of.rows} one="# campaign" other="# campaigns" />,
  });
  const stats: Stat[] = [
    {
      name: <Trans>Gain over doing nothing</Trans>,
      figure: formats.compactMoney(summary.total_money_at_stake, currency),
      note: <Basis summary={summary} />,
    },
    part(<Trans>Accepted</Trans>, totals.accepted),
    part(<Trans>Open</Trans>, totals.open),
  ];
  if (totals.rejected.rows > 0) stats.push(part(<Trans>Rejected</Trans>, totals.rejected));
  return <StatStrip stats={stats} />;
}

/** The assumptions behind the gain: for all campaigns, or for how many. */
function Basis({ summary }: { summary: Schemas["PlanSummary"] }) {
  const formats = useFormats();
  const { rows } = summary;
  const of = (count: number) =>
    count === rows ? null : ` ${formats.count(count)}/${formats.count(rows)}`;
  return (
    <span className={css.basis}>
      {summary.on_simulated_stock > 0 ? (
        <Chip dashed>
          <Trans>Simulated stock</Trans>
          {of(summary.on_simulated_stock)}
        </Chip>
      ) : null}
      {summary.on_assumed_cost > 0 ? (
        <Chip dashed>
          <Trans>Assumed cost</Trans>
          {of(summary.on_assumed_cost)}
        </Chip>
      ) : null}
    </span>
  );
}

/** The plan's assumptions and limits. */
export function PlanAssumptions({ summary }: { summary: Schemas["PlanSummary"] }) {
  const wordsOf = useAssumptionText();
  const count = summary.assumptions.length;
  return (
    <details>
      <summary>
        <Trans>Assumptions and limits of this plan: {count}</Trans>
      </summary>
      <ul className={css.assumptions}>
        {summary.assumptions.map((entry) => {
          const words = wordsOf(entry);
          return (
            <li key={words.label}>
              {words.reason} <span className="strong">{words.value}</span> {words.unit}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
