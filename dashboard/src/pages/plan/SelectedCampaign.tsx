import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { usePlanSentence, useReasonOf } from "../../sentences/plan";
import { Provenance } from "../../ui/Badges";
import { Button } from "../../ui/Button";
import { Money } from "../../ui/Money";
import { Offer } from "../../ui/Offer";
import { RequireRole } from "../../ui/RequireRole";
import { Failed } from "../../ui/States";
import { useGenerateCopy } from "../../ui/useGenerateCopy";
import { WritingProgress } from "../../ui/WritingProgress";
import { AudiencePanel } from "./AudiencePanel";
import { Decide } from "./Decide";
import css from "./plan.module.css";
import { useWideLayout } from "./useWideLayout";

/** Why a row stands in the plan, and the way on from it. */
export function SelectedCampaign({
  row,
  snapshot,
  currency,
}: {
  row: Schemas["PlanRow"];
  /** Whose plan it is: a decision names it. */
  snapshot: string;
  currency: string;
}) {
  const { t } = useLingui();
  const reasonOf = useReasonOf();
  const generate = useGenerateCopy();
  return (
    <section className={css.chosen} aria-label={t`Why: ${row.product_name}`}>
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
      <AudiencePanel key={`for ${row.stock_code}`} row={row} currency={currency} />
      <p className="small">
        <Offer discount={row.discount} segment={row.target_cluster} />{" "}
        <Provenance source={row.stock_source} /> <Provenance source={row.cost_source} />
      </p>
      <RequireRole action="generate" />
      <div className="row">
        <Button loading={generate.isPending} onClick={() => generate.mutate(row)}>
          <Trans>Write the copy</Trans>
        </Button>
        <Link href={`/products/${encodeURIComponent(row.stock_code)}`}>
          <Trans>The product</Trans>
        </Link>
      </div>
      {generate.isPending ? (
        <WritingProgress />
      ) : (
        <p className="small muted">
          <Trans>This creates a draft. Nothing is approved or sent.</Trans>
        </p>
      )}
      {generate.isError ? <Failed error={generate.error} /> : null}
      <Decide key={row.stock_code} row={row} snapshot={snapshot} />
    </section>
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
      <ul>
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
        <li>{sentence(statements?.next_best, other, currency)}</li>
      </ul>
      <details open={useWideLayout()}>
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
