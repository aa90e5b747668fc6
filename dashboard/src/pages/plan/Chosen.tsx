import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { Panel } from "../../layout/Panel";
import { Money, Provenance } from "../../marks/Marks";
import { Failed } from "../../states/States";
import { useGenerate } from "../campaigns/generate";
import { Offer } from "../campaigns/Offer";
import { useObjectiveName } from "../customers/segmentNames";
import css from "./plan.module.css";

/** Why a row stands in the plan, and the way on from it. */
export function Chosen({
  row,
  currency,
}: {
  row: Schemas["PlanRow"] | undefined;
  currency: string;
}) {
  const objectiveName = useObjectiveName();
  const generate = useGenerate();
  if (row === undefined) {
    return (
      <Panel title={<Trans>Why</Trans>} className={css.chosen}>
        <p className="muted">
          <Trans>
            Choose a bubble, or "Why" in a row of the table, to see what speaks for a campaign.
          </Trans>
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={row.product_name} note={objectiveName(row.objective)} className={css.chosen}>
      <Money
        value={row.money_at_stake}
        currency={currency}
        kind={<Trans>at stake by doing nothing</Trans>}
      />
      <p>{row.reason ?? <Trans>The plan gives no reason.</Trans>}</p>
      <p className="small">
        <Offer discount={row.discount} segment={row.target_cluster} />{" "}
        <Provenance source={row.stock_source} /> <Provenance source={row.cost_source} />
      </p>
      <div className="row">
        <Button loading={generate.isPending} onClick={() => generate.mutate(row)}>
          <Trans>Write the copy</Trans>
        </Button>
        <Link href={`/products/${encodeURIComponent(row.stock_code)}`}>
          <Trans>The product</Trans>
        </Link>
      </div>
      <p className="small muted" role="status">
        {generate.isPending ? (
          <Trans>Writing and keeping a draft. Nothing is sent.</Trans>
        ) : (
          <Trans>Writes a draft. Nothing is approved or sent by it.</Trans>
        )}
      </p>
      {generate.isError ? <Failed error={generate.error} /> : null}
    </Panel>
  );
}
