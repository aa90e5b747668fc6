import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { ProblemError } from "../../api/client";
import { campaignLift } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { dayBefore } from "../../format/intl";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { Empty } from "../../ui/Empty";
import { Method } from "../../ui/Method";
import { Section } from "../../ui/Section";
import css from "./campaigns.module.css";
import { isMeasured, type Lift } from "./lift";
import { type Measure, useMeasures } from "./measures";
import { Part } from "./Part";
import { VerdictRow } from "./ResultVerdict";

/** The status of a campaign; a sent one with a result counts as measured. */
export function useCurrentStatus(id: string, status: string): string {
  const lift = useQuery({ ...campaignLift(id), enabled: status === "sent" }).data;
  return status === "sent" && isMeasured(lift) ? "measured" : status;
}

/** The effect of an approved campaign, or when it will be known. */
export function Results({ id, status }: { id: string; status: string }) {
  const query = useQuery({ ...campaignLift(id), enabled: status === "sent" });
  return (
    <Part title={<Trans>Results</Trans>}>
      {status !== "sent" ? (
        <Empty>
          <Trans>
            Not sent yet. Mark it as sent, and four weeks of sales will show what it changed.
          </Trans>
        </Empty>
      ) : salesMissing(query.error) ? (
        <Empty>
          <Trans>
            Sales aren't in yet. <Link href="/data">Refresh</Link> with newer sales: they end before
            the campaign was sent.
          </Trans>
        </Empty>
      ) : (
        <Section query={query}>
          {(lift) => (lift.held_out === 0 ? <NoHoldout /> : <Measures lift={lift} />)}
        </Section>
      )}
    </Part>
  );
}

function NoHoldout() {
  return (
    <Empty>
      <Trans>No control group: everyone got the campaign, so its effect can't be measured.</Trans>
    </Empty>
  );
}

function salesMissing(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 409;
}

type Found = NonNullable<Lift["measures"][string]>;

function Measures({ lift }: { lift: Lift }) {
  const { t } = useLingui();
  const formats = useFormats();
  const measures = useMeasures();
  const sent = formats.day(lift.sent_on);
  const last = formats.day(dayBefore(lift.until));
  const days = formats.count(lift.window_days);
  const customers = formats.count(lift.customers);
  const heldOut = formats.count(lift.held_out);
  const found = (measure: Measure) => lift.measures[measure.key];
  const shown = (measure: Measure, value: (of: Found) => ReactNode) => {
    const of = found(measure);
    return of ? value(of) : <span className="muted">–</span>;
  };
  const columns: Column<Measure>[] = [
    { key: "measure", name: t`Measure`, rank: 1, cell: (measure) => measure.name },
    {
      key: "treated",
      name: t`Got the campaign (${customers})`,
      rank: 2,
      phone: "fact",
      end: true,
      cell: (measure) => shown(measure, (of) => measure.mean(of.treated)),
    },
    {
      key: "held_out",
      name: t`Control group (${heldOut})`,
      rank: 2,
      phone: "fact",
      end: true,
      cell: (measure) => shown(measure, (of) => measure.mean(of.held_out)),
    },
    {
      key: "difference",
      name: t`Difference`,
      rank: 1,
      phone: "figure",
      end: true,
      cell: (measure) => (
        <span className="strong">{shown(measure, (of) => measure.change(of.lift))}</span>
      ),
    },
    {
      key: "interval",
      name: t`Likely range`,
      rank: 1,
      phone: "fact",
      end: true,
      cell: (measure) =>
        shown(measure, (of) => (
          <Interval low={measure.change(of.low)} high={measure.change(of.high)} />
        )),
    },
  ];
  return (
    <>
      <p>
        <Trans>
          Sent on {sent}. Purchases up to {last} count; the full period is {days} days.
        </Trans>
      </p>
      <ul className={`clean ${css.verdicts}`} aria-label={t`What this means`}>
        {measures.map((measure) => (
          <VerdictRow key={measure.key} lift={lift} measure={measure} />
        ))}
      </ul>
      <Method>
        <p>
          <Trans>
            Customers who got the campaign compared with the control group, adjusted for earlier
            purchases
          </Trans>
          .{" "}
          <Trans>
            Everyone counts in their group, including people who opted out before it was sent.
          </Trans>
        </p>
        <Table
          name={t`Results`}
          columns={columns}
          rows={measures}
          keyOf={(measure) => measure.key}
        />
      </Method>
    </>
  );
}

function Interval({ low, high }: { low: string; high: string }) {
  return (
    <Trans>
      {low} to {high}
    </Trans>
  );
}
