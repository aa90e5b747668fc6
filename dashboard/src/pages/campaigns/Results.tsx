import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { ProblemError } from "../../api/client";
import { campaignLift } from "../../api/queries/campaigns";
import { useCurrency, useFormats } from "../../format/context";
import { dayBefore } from "../../format/intl";
import { Badge } from "../../ui/Badges";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty } from "../../ui/States";
import { isMeasured, type Verdict as Kind, type Lift, type Measured, verdictOf } from "./lift";

/** Where a campaign stands: one that was sent and can be judged is measured. */
export function useCurrentStatus(id: string, status: string): string {
  const lift = useQuery({ ...campaignLift(id), enabled: status === "sent" }).data;
  return status === "sent" && isMeasured(lift) ? "measured" : status;
}

/** What an approved campaign changed, or when that can be said. */
export function Results({ id, status }: { id: string; status: string }) {
  const query = useQuery({ ...campaignLift(id), enabled: status === "sent" });
  return (
    <Panel
      title={<Trans>Results</Trans>}
      note={
        <Trans>
          Customers who got the campaign compared with the control group, adjusted for earlier
          purchases
        </Trans>
      }
    >
      {status !== "sent" ? (
        <Empty title={<Trans>Not sent yet</Trans>}>
          <Trans>Mark it as sent, and four weeks of sales will show what it changed.</Trans>
        </Empty>
      ) : salesMissing(query.error) ? (
        <Empty title={<Trans>Sales aren't in yet</Trans>}>
          <Trans>
            <Link href="/data">Refresh</Link> with newer sales: they end before the campaign was
            sent.
          </Trans>
        </Empty>
      ) : (
        <QueryResult query={query} height={180}>
          {(lift) => (lift.held_out === 0 ? <NoHoldout /> : <Measures lift={lift} />)}
        </QueryResult>
      )}
    </Panel>
  );
}

function NoHoldout() {
  return (
    <Empty title={<Trans>No control group</Trans>}>
      <Trans>Everyone got the campaign, so its effect can't be measured.</Trans>
    </Empty>
  );
}

function salesMissing(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 409;
}

/** One measure: its name, and how its means and differences read. */
interface Measure {
  key: string;
  name: string;
  mean: (value: number) => string;
  change: (value: number) => string;
  /** A change without its direction. */
  size: (value: number) => string;
}

function useMeasures(): Measure[] {
  const { t } = useLingui();
  const formats = useFormats();
  const currency = useCurrency();
  const share = {
    mean: (value: number) => formats.percent(value, 1),
    change: (value: number) => t`${formats.points(value)} points`,
    size: (value: number) => t`${formats.decimal(100 * value)} points`,
  };
  return [
    { key: "buyers", name: t`Bought anything`, ...share },
    { key: "product_buyers", name: t`Bought the product`, ...share },
    {
      key: "spend",
      name: t`Spent per customer`,
      mean: (value) => formats.money(value, currency),
      change: (value) => formats.signedMoney(value, currency),
      size: (value) => formats.money(value, currency),
    },
  ];
}

function Measures({ lift }: { lift: Lift }) {
  const { t } = useLingui();
  const formats = useFormats();
  const measures = useMeasures();
  const sent = formats.day(lift.sent_on);
  const last = formats.day(dayBefore(lift.until));
  const days = formats.count(lift.window_days);
  const customers = formats.count(lift.customers);
  const heldOut = formats.count(lift.held_out);
  return (
    <>
      <p>
        <Trans>
          Sent on {sent}. Purchases up to {last} count, out of {days} days.
        </Trans>
      </p>
      <ul className="clean stack" aria-label={t`What this means`}>
        {measures.map((measure) => (
          <VerdictRow key={measure.key} lift={lift} measure={measure} />
        ))}
      </ul>
      <div className="scroll" role="group" aria-label={t`Results`} tabIndex={0}>
        <table className="fold">
          <thead>
            <tr>
              <th scope="col">{t`Measure`}</th>
              <th scope="col" className="num">{t`Got the campaign (${customers})`}</th>
              <th scope="col" className="num">{t`Control group (${heldOut})`}</th>
              <th scope="col" className="num">{t`Difference`}</th>
              <th scope="col" className="num">{t`95% interval`}</th>
            </tr>
          </thead>
          <tbody>
            {measures.map((measure) => (
              <MeasureRow key={measure.key} lift={lift} measure={measure} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="small muted">
        <Trans>
          Everyone counts in their group, including people who opted out before it was sent.
        </Trans>
      </p>
    </>
  );
}

/** What one measure says, in words. */
function VerdictRow({ lift, measure }: { lift: Lift; measure: Measure }) {
  const found = lift.measures[measure.key];
  const verdict = verdictOf(lift, found);
  return (
    <li>
      <span className="row">
        <span className="strong">{measure.name}</span>
        <VerdictBadge verdict={verdict} up={(found?.lift ?? 0) > 0} />
      </span>
      <VerdictText verdict={verdict} lift={lift} found={found ?? null} measure={measure} />
    </li>
  );
}

function MeasureRow({ lift, measure }: { lift: Lift; measure: Measure }) {
  const { t } = useLingui();
  const found = lift.measures[measure.key];
  const { mean, change } = measure;
  return (
    <tr>
      <th scope="row">{measure.name}</th>
      <td className="num" data-label={t`Got the campaign`}>
        {found ? mean(found.treated) : "–"}
      </td>
      <td className="num" data-label={t`Control group`}>
        {found ? mean(found.held_out) : "–"}
      </td>
      <td className="num strong" data-label={t`Difference`}>
        {found ? change(found.lift) : "–"}
      </td>
      <td className="num" data-label={t`95% interval`}>
        {found ? <Interval low={change(found.low)} high={change(found.high)} /> : "–"}
      </td>
    </tr>
  );
}

function Interval({ low, high }: { low: string; high: string }) {
  return (
    <Trans>
      {low} to {high}
    </Trans>
  );
}

function VerdictBadge({ verdict, up }: { verdict: Kind; up: boolean }) {
  if (verdict === "changed")
    return (
      <Badge tone={up ? "good" : "critical"} shape={up ? "▲" : "▼"}>
        {up ? <Trans>Raised</Trans> : <Trans>Lowered</Trans>}
      </Badge>
    );
  const words: Record<string, ReactNode> = {
    early: <Trans>Too early</Trans>,
    small: <Trans>Not proven</Trans>,
    few: <Trans>Too few customers</Trans>,
  };
  return (
    <Badge tone="plain" shape="○">
      {words[verdict]}
    </Badge>
  );
}

interface VerdictTextProps {
  verdict: Kind;
  lift: Lift;
  found: Measured | null;
  measure: Measure;
}

function VerdictText({ verdict, lift, found, measure }: VerdictTextProps) {
  const formats = useFormats();
  if (verdict === "few" || found === null)
    return <Trans>Each group needs at least ten customers for a result.</Trans>;
  const low = measure.change(found.low);
  const high = measure.change(found.high);
  const least = measure.size(found.detectable);
  if (verdict === "early") {
    const days = formats.count(lift.window_days);
    return (
      <Trans>
        Wait until the {days} days are over: so far it's between {low} and {high}, and that can
        still change.
      </Trans>
    );
  }
  if (verdict === "small")
    return (
      <Trans>
        Not proven: the effect is between {low} and {high}. A change of {least} would show in 80 of
        100 cases.
      </Trans>
    );
  return (
    <Trans>
      Changed by {low} to {high}. This is a real effect.
    </Trans>
  );
}
