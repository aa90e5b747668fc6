import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import type { Action } from "./actions";

interface Props {
  plan: Schemas["PlanSummary"];
  shown: Action[];
}

/** Explains why the plan's total differs from the jobs above it. */
export function WholePlan({ plan, shown }: Props) {
  const formats = useFormats();
  const promotions = shown.filter((action) => action.kind === "promote");
  const above = promotions.reduce((sum, action) => sum + (action.money ?? 0), 0);
  const total = formats.compactMoney(plan.total_money_at_stake, plan.currency);
  const part = formats.compactMoney(above, plan.currency);
  const rows = formats.count(plan.rows);
  const cards = promotions.length;
  return (
    <p className="muted small">
      {cards === 0 ? (
        <Trans>
          The <Link href="/plan">whole plan</Link> has {rows} campaigns with {total} expected gain.
          Each is worth less than the orders above. Lost sales aren't included.
        </Trans>
      ) : (
        <Trans>
          The <Link href="/plan">whole plan</Link> has {rows} campaigns with {total} expected gain.
          The {cards} above make up {part}. Lost sales aren't included.
        </Trans>
      )}
    </p>
  );
}
