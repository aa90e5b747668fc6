import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { demandAccuracy, demandChanges, demandSummary } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { Reason } from "../../ui/Reason";
import { Section } from "../../ui/Section";
import { RowShapes, StripShape } from "../../ui/Skeleton";
import { type Stat, StatStrip } from "../../ui/StatStrip";
import { DemandChangePanels } from "./DemandChanges";
import css from "./demand.module.css";
import { usualUnits } from "./usualWeek";

type Summary = Schemas["DemandSummary"];

/** The week ahead in a sentence and a few figures, and where it differs from a usual one. */
export function WeekAhead() {
  const summary = useQuery(demandSummary);
  return (
    <>
      <Section query={summary} shape={<WeekShape />}>
        {(found) => (
          <>
            <Answer summary={found} />
            <Figures summary={found} />
          </>
        )}
      </Section>
      <DemandChangePanels />
    </>
  );
}

function WeekShape() {
  return (
    <>
      <RowShapes rows={2} />
      <StripShape figures={5} />
    </>
  );
}

/** Mean of the last weeks of all products; null while it is not known. */
function useUsualUnits(): number | null {
  const changes = useQuery(demandChanges).data;
  return changes ? usualUnits(changes) : null;
}

/** What is expected, where it comes from, and how sure it is. */
function Answer({ summary }: { summary: Summary }) {
  const formats = useFormats();
  const usual = useUsualUnits();
  const units = formats.count(summary.total_units);
  const change = usual ? summary.total_units / usual - 1 : 0;
  const much = formats.percent(Math.abs(change));
  return (
    <div className={css.answer}>
      <p className="strong">
        {usual === null || much === formats.percent(0) ? (
          <Trans>Expect {units} units this week.</Trans>
        ) : change < 0 ? (
          <Trans>
            Expect {units} units this week, {much} fewer than usual.
          </Trans>
        ) : (
          <Trans>
            Expect {units} units this week, {much} more than usual.
          </Trans>
        )}
      </p>
      <Reason>
        <Cause />
      </Reason>
    </div>
  );
}

/** The department that changes most, and how often recent ranges held. */
function Cause() {
  const formats = useFormats();
  const departments = useQuery(demandChanges).data?.departments ?? [];
  const covered = useQuery(demandAccuracy).data?.classes.all?.coverage_80;
  const changeOf = (each: (typeof departments)[number]) => each.expected - each.usual;
  const most = departments.reduce<(typeof departments)[number] | null>(
    (best, each) =>
      best === null || Math.abs(changeOf(each)) > Math.abs(changeOf(best)) ? each : best,
    null,
  );
  const change = most ? formats.signedCount(changeOf(most)) : "";
  const department = most?.department ?? "";
  const share = formats.percent(covered);
  return (
    <>
      {department ? (
        <Trans>
          {department} changes most: {change} units.
        </Trans>
      ) : null}{" "}
      {covered == null ? null : (
        <Trans>{share} of recent forecasts fell within their 80% range.</Trans>
      )}
    </>
  );
}

function Figures({ summary }: { summary: Summary }) {
  const formats = useFormats();
  const usual = useUsualUnits();
  const covered = useQuery(demandAccuracy).data?.classes.all?.coverage_80;
  const first = formats.day(summary.first_day);
  const last = formats.day(summary.last_day);
  const silent = formats.count(summary.products_without_demand);
  const mean = formats.count(usual);
  const stats: (Stat | null)[] = [
    {
      name: <Trans>Units expected</Trans>,
      figure: formats.count(summary.total_units),
      note: (
        <Trans>
          {first} to {last}
        </Trans>
      ),
    },
    usual
      ? {
          name: <Trans>Compared with a usual week</Trans>,
          figure: formats.signedPercent(summary.total_units / usual - 1),
          note: <Trans>{mean} units in an average week of the last four</Trans>,
        }
      : null,
    {
      name: <Trans>Products</Trans>,
      figure: formats.count(summary.products),
      note: <Trans>{silent} without expected demand</Trans>,
    },
    {
      name: <Trans>Reliable forecasts</Trans>,
      figure: formats.count((summary.trust.A ?? 0) + (summary.trust.B ?? 0)),
      note: <Trans>products graded A or B</Trans>,
    },
    covered == null
      ? null
      : {
          name: <Trans>Within the 80% range</Trans>,
          figure: formats.percent(covered),
          note: <Trans>of recent forecasts</Trans>,
        },
  ];
  return <StatStrip stats={stats.filter((stat) => stat !== null)} />;
}
