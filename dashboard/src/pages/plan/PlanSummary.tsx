import { Trans } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { assumptionOf, useAssumptionText } from "../../sentences/assumptions";
import { usePlanSentence } from "../../sentences/plan";
import { Provenance } from "../../ui/Badges";
import { Tile } from "../../ui/Tile";

/** The plan in a sentence; saying little is advice too. */
export function Advice({ summary }: { summary: Schemas["PlanSummary"] }) {
  const sentence = usePlanSentence();
  if (summary.advice === null) return null;
  return <p>{sentence(summary.advice_statement, summary.advice, summary.currency)}</p>;
}

export function SummaryTiles({ summary }: { summary: Schemas["PlanSummary"] }) {
  const formats = useFormats();
  const discounted = formats.count(summary.with_discount);
  return (
    <dl className="tiles">
      <Tile
        name={<Trans>Campaigns</Trans>}
        figure={formats.count(summary.rows)}
        note={<Trans>{discounted} with a discount</Trans>}
      />
      <Tile
        name={<Trans>Money at stake</Trans>}
        figure={formats.compactMoney(summary.total_money_at_stake, summary.currency)}
        note={<Trans>sum of all rows below; one campaign per product, no overlaps</Trans>}
      />
      <Tile
        name={<Trans>With simulated stock</Trans>}
        figure={formats.count(summary.on_simulated_stock)}
        note={<Provenance source="simulated" />}
      />
      <Tile
        name={<Trans>With assumed cost</Trans>}
        figure={formats.count(summary.on_assumed_cost)}
        note={<Provenance source="assumed" />}
      />
    </dl>
  );
}

/** What the plan assumes; the numbers are bound by it. */
export function PlanAssumptions({ summary }: { summary: Schemas["PlanSummary"] }) {
  const wordsOf = useAssumptionText();
  const count = summary.assumptions.length;
  return (
    <details>
      <summary>
        <Trans>Assumptions and limits of this plan: {count}</Trans>
      </summary>
      <ul>
        {summary.assumptions.map((entry) => {
          const words = wordsOf(assumptionOf(entry));
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
