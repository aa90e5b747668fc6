import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { demandOutcomes } from "../../api/queries/demand";
import { decisionOutcomes } from "../../api/queries/plan";
import { snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import { dayBefore } from "../../format/intl";
import { textFor } from "../../names/textFor";
import { useNotes } from "../../sentences/notes";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { AdviceChanged } from "./AdviceChanged";
import { sectionData } from "./sections";

/** What is new since the numbers before these, and since the weeks before this one. */
export function WhatChangedPanel({ answer }: { answer: Schemas["Dashboard"] }) {
  const formats = useFormats();
  const figures = sectionData(answer, "key_figures");
  const demand = sectionData(answer, "demand_ahead");
  const campaigns = sectionData(answer, "campaigns");
  const usual = (figures?.last_28_days?.units ?? 0) / 4;
  const expected = demand?.total_units ?? 0;
  const share = usual > 0 ? expected / usual - 1 : null;
  const much = formats.percent(Math.abs(share ?? 0));
  const units = formats.count(expected);
  const waiting = campaigns?.by_status.in_review ?? 0;
  const drafts = campaigns?.by_status.draft ?? 0;
  return (
    <Panel title={<Trans>What changed</Trans>}>
      <ul>
        <NewSales />
        <AdviceChanged />
        {share === null || demand === null ? null : (
          <li>
            {share < 0 ? (
              <Trans>
                {units} units expected this week, {much} fewer than in an average week of the last
                four.
              </Trans>
            ) : (
              <Trans>
                {units} units expected this week, {much} more than in an average week of the last
                four.
              </Trans>
            )}
          </li>
        )}
        {campaigns === null ? null : waiting + drafts === 0 ? (
          <li>
            <Trans>No campaign is waiting for you.</Trans>
          </li>
        ) : (
          <li>
            <Link href="/campaigns">
              <Plural
                value={waiting}
                _0="No campaign is waiting"
                one="# campaign is waiting"
                other="# campaigns are waiting"
              />
            </Link>{" "}
            <Trans>for approval,</Trans>{" "}
            <Plural value={drafts} one="# is a draft." other="# are drafts." />
          </li>
        )}
      </ul>
    </Panel>
  );
}

/** What the ledger holds more than it did in the snapshot before. */
function NewSales() {
  const formats = useFormats();
  const stored = useQuery(snapshots).data?.snapshots ?? [];
  const place = stored.findIndex((entry) => entry.live);
  const live = stored[place];
  const before = stored.slice(place + 1).find((entry) => !entry.problem);
  if (live === undefined) return null;
  if (before === undefined) {
    return (
      <li>
        <Trans>
          These are your first numbers. After the next refresh on the <Link href="/data">Data</Link>{" "}
          page you'll see what is new.
        </Trans>
      </li>
    );
  }
  const more = formats.count(Math.max(0, (live.lines_kept ?? 0) - (before.lines_kept ?? 0)));
  const until = formats.day(live.last_day);
  const earlier = formats.day(before.last_day);
  return (
    <li>
      {live.last_day === before.last_day ? (
        <Trans>No new sales since {until}.</Trans>
      ) : (
        <Trans>
          {more} new sales lines, up to {until} (before: {earlier}).
        </Trans>
      )}
    </li>
  );
}

/** Which past forecasts and decisions came true. */
export function PastResultsPanel() {
  const decided = useQuery(decisionOutcomes);
  const forecast = useQuery(demandOutcomes);
  return (
    <Panel title={<Trans>How it turned out</Trans>}>
      <QueryResult query={forecast} lines={2}>
        {(found) => <Forecasts found={found} />}
      </QueryResult>
      <QueryResult query={decided} lines={2}>
        {(found) => <Decisions found={found} />}
      </QueryResult>
    </Panel>
  );
}

function Forecasts({ found }: { found: Schemas["DemandOutcomes"] }) {
  const formats = useFormats();
  const notes = useNotes();
  const last = found.origins[0];
  const all = last?.classes.all;
  if (last === undefined || all == null) {
    const day = formats.day(dayBefore(found.waiting[0]?.complete_on));
    return found.waiting.length > 0 ? (
      <p>
        <Trans>This week's result will show once sales up to {day} are in.</Trans>
      </p>
    ) : (
      <p>{textFor(notes, found.note)}</p>
    );
  }
  const week = formats.day(last.origin);
  const inside = formats.percent(all.coverage_80);
  return (
    <p>
      <Trans>
        {inside} of the forecasts for the week of {week} were right: sales were within their 80%
        range. <Link href="/demand">See accuracy</Link>.
      </Trans>
    </p>
  );
}

function Decisions({ found }: { found: Schemas["Outcomes"] }) {
  const formats = useFormats();
  const notes = useNotes();
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
          {inside} of {rows} rows in past plans sold within the plan's 80% range.
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
  if (lines.length === 0) lines.push(<p key="note">{textFor(notes, found.note)}</p>);
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
          Accepted: {sold} units sold, {expected} expected ({rows} rows).
        </Trans>
      </p>
    );
  if (kind.decision === "changed")
    return (
      <p>
        <Trans>
          Changed: {sold} units sold, {expected} expected ({rows} rows).
        </Trans>
      </p>
    );
  if (kind.decision === "rejected")
    return (
      <p>
        <Trans>
          Rejected: {sold} units sold, {expected} expected ({rows} rows).
        </Trans>
      </p>
    );
  return (
    <p>
      <Trans>
        Not decided: {sold} units sold, {expected} expected ({rows} rows).
      </Trans>
    </p>
  );
}
