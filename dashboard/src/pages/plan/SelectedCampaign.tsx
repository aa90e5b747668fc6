import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useTableLayout } from "../../grid/useTableLayout";
import { usePlanSentence, useReasonOf } from "../../sentences/plan";
import { Button } from "../../ui/Button";
import { Money } from "../../ui/Money";
import { Offer } from "../../ui/Offer";
import { Provenance } from "../../ui/Provenance";
import { RequireRole } from "../../ui/RequireRole";
import { Failed } from "../../ui/States";
import { WritingProgress } from "../../ui/WritingProgress";
import { AudiencePanel } from "./AudiencePanel";
import { DecisionDetails } from "./DecisionDetails";
import type { Deciding } from "./deciding";
import css from "./plan.module.css";

interface Props {
  row: Schemas["PlanRow"];
  currency: string;
  deciding: Deciding;
}

/** Why a row is in the plan, its audience, and the next steps. */
export function SelectedCampaign({ row, currency, deciding }: Props) {
  const { t } = useLingui();
  const reasonOf = useReasonOf();
  return (
    <section className={css.chosen} aria-label={t`Why: ${row.product_name}`}>
      <div className={css.why}>
        <Money
          value={row.money_at_stake}
          low={row.expected_margin_p10}
          high={row.expected_margin_p90}
          ofMargin
          currency={currency}
          kind={<Trans>expected gain over doing nothing</Trans>}
        />
        <p>{reasonOf(row) ?? <Trans>No reason available.</Trans>}</p>
        {row.explanation ? <Explained explanation={row.explanation} /> : null}
        <p className="small">
          <Offer discount={row.discount} segment={row.target_cluster} />{" "}
          <Provenance source={row.stock_source} /> <Provenance source={row.cost_source} />
        </p>
      </div>
      <AudiencePanel row={row} currency={currency} />
      <WayOn row={row} deciding={deciding} />
    </section>
  );
}

/** What was decided, and what comes next: the copy, the product, another decision. */
function WayOn({ row, deciding }: { row: Schemas["PlanRow"]; deciding: Deciding }) {
  const { isPhone } = useTableLayout();
  const { copy } = deciding;
  const isWriting = copy.isPending && copy.variables.stock_code === row.stock_code;
  const entry = deciding.entries.get(row.stock_code);
  return (
    <div className={css.way}>
      <DecisionDetails entry={entry} />
      <RequireRole action="generate" />
      <div className="row">
        <Button
          variant={entry ? "tonal" : "plain"}
          loading={isWriting}
          onClick={() => copy.mutate(row)}
        >
          <Trans>Write the copy</Trans>
        </Button>
        <Button variant="plain" href={`/products/${encodeURIComponent(row.stock_code)}`}>
          <Trans>The product</Trans>
        </Button>
        {entry && !isPhone ? <DecideAgain row={row} deciding={deciding} /> : null}
      </div>
      {isWriting ? (
        <WritingProgress />
      ) : (
        <p className="small muted">
          <Trans>This creates a draft. Nothing is approved or sent.</Trans>
        </p>
      )}
      {copy.isError ? <Failed error={copy.error} /> : null}
    </div>
  );
}

function DecideAgain({ row, deciding }: { row: Schemas["PlanRow"]; deciding: Deciding }) {
  return (
    <>
      <Button variant="plain" onClick={() => deciding.ask(row, "changed")}>
        <Trans>Change</Trans>
      </Button>
      <Button variant="plain" onClick={() => deciding.ask(row, "rejected")}>
        <Trans>Reject</Trans>
      </Button>
    </>
  );
}

/** The facts that decided, the next best thing to do, and what would change the advice. */
function Explained({ explanation }: { explanation: Schemas["Explanation"] }) {
  const sentence = usePlanSentence();
  const statements = explanation.statements;
  const currency = statements?.currency ?? "";
  const facts = explanation.facts.map((fact, at) =>
    sentence(statements?.facts[at], fact, currency),
  );
  const other = explanation.next_best.sentence;
  const changes = explanation.what_would_change.map((change, at) =>
    sentence(statements?.what_would_change[at], change, currency),
  );
  return (
    <>
      <details>
        <summary>
          <Trans>Show the sum</Trans>
        </summary>
        <ul>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
          <li>{sentence(statements?.next_best, other, currency)}</li>
        </ul>
      </details>
      <details>
        <summary>
          <Trans>What would change this recommendation</Trans>
        </summary>
        <ul>
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
