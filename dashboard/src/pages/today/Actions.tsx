import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { useProblemSentence } from "../../sentences/problems";
import { Provenance } from "../../ui/Badges";
import { Empty, Stale } from "../../ui/States";
import { ActionCard } from "./ActionCard";
import { MOST, rankedActions } from "./actions";
import { DismissedList } from "./Dismissed";
import { useDismissals } from "./dismissals";
import { sectionData } from "./sections";
import css from "./today.module.css";

type Dashboard = Schemas["Dashboard"];

export function Actions({ answer }: { answer: Dashboard }) {
  const plan = sectionData(answer, "plan");
  const risk = sectionData(answer, "stock_at_risk");
  const dismissed = useDismissals();
  const all = rankedActions(plan?.top ?? [], risk?.top_understocked ?? []);
  const shown = all.filter((action) => !dismissed.of(action)).slice(0, MOST);
  const dismissedActions = all.flatMap((action) => {
    const entry = dismissed.of(action);
    return entry ? [{ action, entry }] : [];
  });
  const currency = plan?.currency ?? "USD";
  if (plan === null && risk === null) return null;
  return (
    <section aria-labelledby="actions" className="stack">
      <h2 id="actions" className="visually-hidden">
        <Trans>Actions, by money at stake</Trans>
      </h2>
      {shown.length === 0 && dismissedActions.length > 0 ? (
        <Empty title={<Trans>Everything is dismissed</Trans>}>
          <Trans>See below who dismissed what, and why.</Trans>
        </Empty>
      ) : shown.length === 0 ? (
        <Empty title={<Trans>All done for today</Trans>}>
          <Trans>No action pays off on these numbers.</Trans>
        </Empty>
      ) : (
        <ol className={css.actions}>
          {shown.map((action, place) => (
            <ActionCard
              key={action.id}
              action={action}
              currency={currency}
              variant={place === 0 ? "filled" : "tonal"}
            />
          ))}
        </ol>
      )}
      {plan ? <WholePlan plan={plan} shown={shown} /> : null}
      {dismissed.error ? <DismissalsUnknown error={dismissed.error} /> : null}
      <DismissedList dismissedActions={dismissedActions} />
    </section>
  );
}

/** Who put what aside cannot be asked: better an action too many than one too few. */
function DismissalsUnknown({ error }: { error: Error }) {
  const why = useProblemSentence()(error);
  return (
    <Stale>
      <Trans>Dismissed actions can't be loaded right now and may show again: {why}</Trans>
    </Stale>
  );
}

/** The plan's total never equals the cards above it: why, in a sentence. */
function WholePlan({
  plan,
  shown,
}: {
  plan: Schemas["PlanSummary"];
  shown: { kind: string; money: number | null }[];
}) {
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
          The <Link href="/plan">whole plan</Link> has {rows} campaigns with {total} at stake, each
          smaller than the orders above. Lost sales are not included.
        </Trans>
      ) : (
        <Trans>
          The <Link href="/plan">whole plan</Link> has {rows} campaigns with {total} at stake; the{" "}
          {cards} above make up {part}. Lost sales are not included.
        </Trans>
      )}{" "}
      {plan.on_simulated_stock > 0 ? <Provenance source="simulated" /> : null}{" "}
      {plan.on_assumed_cost > 0 ? <Provenance source="assumed" /> : null}
    </p>
  );
}
