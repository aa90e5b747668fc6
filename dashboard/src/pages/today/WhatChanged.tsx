import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { snapshots } from "../../api/queries/state";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { AdviceChanged } from "./AdviceChanged";
import { sectionData } from "./sections";

/** What changed since the previous snapshot, and compared with recent weeks. */
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

/** The lines added to the ledger since the previous snapshot. */
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
