import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { demandOutcomes } from "../../api/queries/demand";
import { decisionOutcomes } from "../../api/queries/plan";
import { useFormats } from "../../format/context";
import { dayBefore } from "../../format/intl";
import { useServiceSentence } from "../../sentences/problems";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";

/** How past forecasts and decisions compare with actual sales. */
export function PastResultsPanel() {
  const decided = useQuery(decisionOutcomes);
  const forecast = useQuery(demandOutcomes);
  return (
    <Panel title={<Trans>How it turned out</Trans>}>
      <Section query={forecast} shape={<RowShapes rows={2} />}>
        {(found) => <Forecasts found={found} />}
      </Section>
      <Section query={decided} shape={<RowShapes rows={2} />}>
        {(found) => <Decisions found={found} />}
      </Section>
    </Panel>
  );
}

function Forecasts({ found }: { found: Schemas["DemandOutcomes"] }) {
  const formats = useFormats();
  const sentence = useServiceSentence();
  const last = found.origins[0];
  const all = last?.classes.all;
  if (last === undefined || all == null) {
    const day = formats.day(dayBefore(found.waiting[0]?.complete_on));
    return found.waiting.length > 0 ? (
      <p>
        <Trans>This week's result will show once sales up to {day} are in.</Trans>
      </p>
    ) : (
      <p>{sentence(found.note_statement, found.note ?? "")}</p>
    );
  }
  const week = formats.day(last.origin);
  const inside = formats.percent(all.coverage_80);
  return (
    <p>
      <Trans>
        {inside} of the forecasts for the week of {week} were right: sales were within their 80%
        range. <Link href="/demand/reliability">See accuracy</Link>.
      </Trans>
    </p>
  );
}

function Decisions({ found }: { found: Schemas["Outcomes"] }) {
  const formats = useFormats();
  const sentence = useServiceSentence();
  const next = found.plans.find((plan) => plan.scored_by === null);
  const day = formats.day(dayBefore(next?.complete_on));
  const made = formats.day(next?.as_of);
  const total = found.total;
  const rows = formats.count(total?.rows);
  const inside = formats.percent(total?.coverage_80);
  const lines: ReactNode[] = [];
  if (total !== null)
    lines.push(
      <p key="total">
        <Trans>
          {inside} of {rows} campaigns in past plans sold within the plan's 80% range.
        </Trans>
      </p>,
    );
  for (const kind of found.by_kind) lines.push(<ByKind key={kind.decision} kind={kind} />);
  if (next)
    lines.push(
      <p key="next">
        <Trans>
          The results of the {made} plan will show once sales up to {day} are in.
        </Trans>
      </p>,
    );
  if (lines.length === 0)
    lines.push(<p key="note">{sentence(found.note_statement, found.note ?? "")}</p>);
  return <>{lines}</>;
}

function ByKind({ kind }: { kind: Schemas["KindMeasures"] }) {
  const formats = useFormats();
  const rows = formats.count(kind.rows);
  const sold = formats.count(kind.actual_units);
  const expected = formats.count(kind.predicted_units);
  if (kind.decision === "accepted")
    return (
      <p>
        <Trans>
          Accepted: {sold} units sold, {expected} expected ({rows} campaigns).
        </Trans>
      </p>
    );
  if (kind.decision === "changed")
    return (
      <p>
        <Trans>
          Changed: {sold} units sold, {expected} expected ({rows} campaigns).
        </Trans>
      </p>
    );
  if (kind.decision === "rejected")
    return (
      <p>
        <Trans>
          Rejected: {sold} units sold, {expected} expected ({rows} campaigns).
        </Trans>
      </p>
    );
  return (
    <p>
      <Trans>
        Not decided: {sold} units sold, {expected} expected ({rows} campaigns).
      </Trans>
    </p>
  );
}
