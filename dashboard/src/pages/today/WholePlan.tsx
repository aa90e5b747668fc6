import { Plural, Trans } from "@lingui/react/macro";
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
  const cards = promotions.length;
  return (
    <p className="muted small">
      {plan.rows === 0 ? (
        <Trans>
          The <Link href="/plan">plan</Link> recommends no campaigns this week.
        </Trans>
      ) : cards === 0 ? (
        <Trans>
          The <Link href="/plan">whole plan</Link> has{" "}
          <Plural value={plan.rows} one="# campaign" other="# campaigns" /> with {total} expected
          gain. Each is worth less than the orders above. Lost sales aren't included.
        </Trans>
      ) : (
        <Trans>
          The <Link href="/plan">whole plan</Link> has{" "}
          <Plural value={plan.rows} one="# campaign" other="# campaigns" /> with {total} expected
          gain. <Plural value={cards} one="The one above makes up" other="The # above make up" />{" "}
          {part}. Lost sales aren't included.
        </Trans>
      )}
    </p>
  );
}
