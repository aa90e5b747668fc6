import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { dashboard, snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import { useProblemSentence, useServiceSentence } from "../../sentences/problems";
import { Provenance } from "../../ui/Badges";
import { QueryResult } from "../../ui/QueryResult";
import { Empty, Partial, Stale } from "../../ui/States";
import { Title } from "../../ui/Title";
import { ActionCard } from "./ActionCard";
import { MOST, rankedActions } from "./actions";
import { DismissedList } from "./Dismissed";
import { dismissals, useDismissals } from "./dismissals";
import { KeyFigures } from "./KeyFigures";
import { CampaignsPanel, SegmentsPanel } from "./SegmentPanels";
import { notOk, type SectionName, sectionData } from "./sections";
import css from "./today.module.css";
import { PastResultsPanel, WhatChangedPanel } from "./WhatChanged";

type Dashboard = Schemas["Dashboard"];

/** What to do right now. */
export function Today() {
  const query = useQuery(dashboard);
  useQuery(dismissals); // asked at once, so that no card shows and goes
  return (
    <>
      <Title lead={query.data ? <Freshness answer={query.data} /> : null}>
        <Trans>What to do now</Trans>
      </Title>
      <QueryResult query={query} lines={6} height={720}>
        {(answer) => (
          <div className="stack">
            <MissingSections answer={answer} />
            <Actions answer={answer} />
            <KeyFigures answer={answer} />
            <div className={css.two}>
              <WhatChangedPanel answer={answer} />
              <PastResultsPanel />
              <SegmentsPanel segments={sectionData(answer, "segments")} />
              <CampaignsPanel
                campaigns={sectionData(answer, "campaigns")}
                copy={sectionData(answer, "copywriting")}
              />
            </div>
          </div>
        )}
      </QueryResult>
    </>
  );
}

/** One line: how old the numbers are, and whether all of them came. */
function Freshness({ answer }: { answer: Dashboard }) {
  const formats = useFormats();
  const live = useQuery(snapshots).data?.snapshots.find((entry) => entry.live);
  const lastDay = formats.day(live?.last_day);
  const madeAt = formats.moment(live?.created_at);
  const missing = notOk(answer).length;
  const checked = formats.moment(answer.generated_at);
  return (
    <p className={css.fresh}>
      {live?.last_day ? (
        <span>
          <Trans>
            Sales to {lastDay} · updated {madeAt}
          </Trans>
        </span>
      ) : null}
      <span>
        {missing === 0 ? (
          <Trans>All sections are up to date, checked {checked}.</Trans>
        ) : (
          <Trans>
            {missing} sections are missing or out of date. Checked {checked}.
          </Trans>
        )}
      </span>
      <button type="button" className="plain no-print" onClick={() => globalThis.print()}>
        <Trans>Print</Trans>
      </button>
    </p>
  );
}

function useSectionName() {
  const { t } = useLingui();
  const names: Record<SectionName, string> = {
    key_figures: t`Key figures`,
    stock_at_risk: t`Stock at risk`,
    demand_ahead: t`Demand`,
    segments: t`Customer segments`,
    plan: t`Plan`,
    campaigns: t`Campaigns`,
    copywriting: t`Copywriting`,
  };
  return (name: SectionName) => names[name];
}

function MissingSections({ answer }: { answer: Dashboard }) {
  const sectionName = useSectionName();
  const sentence = useServiceSentence();
  const formats = useFormats();
  return notOk(answer).map((name) => {
    const section = answer.sections[name];
    const title = sectionName(name);
    const why = section?.reason ? sentence(section.statement, section.reason) : null;
    if (section?.status !== "stale") {
      return <Partial key={name} title={<Trans>Missing: {title}</Trans>} reason={why} />;
    }
    const hours = formats.decimal((section.age_seconds ?? 0) / 3600);
    return (
      <Stale key={name}>
        <Trans>
          {title}: {hours} hours old. {why}
        </Trans>
      </Stale>
    );
  });
}

function Actions({ answer }: { answer: Dashboard }) {
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
          {shown.map((action) => (
            <ActionCard key={action.id} action={action} currency={currency} />
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
