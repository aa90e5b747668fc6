import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { ProblemError } from "../../api/client";
import { campaignLift } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { dayBefore } from "../../format/intl";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty } from "../../ui/States";
import { isMeasured, type Lift } from "./lift";
import { type Measure, useMeasures } from "./measures";
import { VerdictRow } from "./ResultVerdict";

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
