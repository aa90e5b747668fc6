import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ProblemError, type Schemas } from "../../api/client";
import { demandAccuracy, demandChanges, demandSummary } from "../../api/queries/demand";
import { PeriodBars } from "../../charts/PeriodBars";
import { useFormats } from "../../format/context";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { ChartShape, RowShapes } from "../../ui/Skeleton";
import { DepartmentsPanel } from "./ChangedDepartments";
import { ProductsPanel } from "./ChangedProducts";
import css from "./demand.module.css";
import { usualUnits } from "./usualWeek";

type DemandChanges = Schemas["DemandMoves"];

/** Where demand moves: in all, by department and by product. */
export function DemandChangePanels() {
  const { t } = useLingui();
  const query = useQuery(demandChanges);
  if (query.error instanceof ProblemError && query.error.status === 404) {
    return (
      <Empty
        action={
          <Button variant="plain" href="/data">
            <Trans>Refresh the data</Trans>
          </Button>
        }
      >
        <Trans>
          Refresh to see changes by department: an earlier version computed these figures.
        </Trans>
      </Empty>
    );
  }
  return (
    <Section query={query} shape={<ChangesShape />}>
      {(found) => (
        <>
          <div className={css.pair}>
            <TotalPanel found={found} />
            <DepartmentsPanel found={found} />
          </div>
          <div className={css.pair}>
            <ProductsPanel title={t`Expected to sell more than usual`} products={found.rising} />
            <ProductsPanel title={t`Expected to sell less than usual`} products={found.falling} />
          </div>
        </>
      )}
    </Section>
  );
}

function ChangesShape() {
  return (
    <div className={css.pair}>
      <ChartShape />
      <RowShapes rows={8} />
    </div>
  );
}

const day = (iso: string) => new Date(`${iso}T00:00:00Z`);

function TotalPanel({ found }: { found: DemandChanges }) {
  const { t } = useLingui();
  const formats = useFormats();
  const weekFrom = (day: string) => t`Week from ${day}`;
  const summary = useQuery(demandSummary).data;
  const past = found.weeks.map((week, place) => ({
    at: day(week),
    value: found.units[place] ?? 0,
  }));
  const coming =
    summary?.first_day == null ? null : { at: day(summary.first_day), value: summary.total_units };
  return (
    <Panel
      title={<Trans>All products, week by week</Trans>}
      note={<Trans>Units sold and the week ahead</Trans>}
    >
      {past.length === 0 ? (
        <Empty>
          <Trans>No sales in the last half year. The chart appears after the first one.</Trans>
        </Empty>
      ) : (
        <PeriodBars
          name={t`Units sold per week, all products`}
          unit={t`units`}
          past={past}
          coming={coming}
          when={(first) => weekFrom(formats.shortDay(first))}
          caption={<TotalCaption found={found} />}
        />
      )}
    </Panel>
  );
}

function TotalCaption({ found }: { found: DemandChanges }) {
  const formats = useFormats();
  const summary = useQuery(demandSummary).data;
  const all = useQuery(demandAccuracy).data?.classes.all;
  const usual = usualUnits(found);
  const mean = formats.count(usual);
  const units = formats.count(summary?.total_units);
  const change = usual && summary ? formats.signedPercent(summary.total_units / usual - 1) : "–";
  const bias = all?.bias_mean ?? 0;
  const much = formats.percent(Math.abs(bias));
  return (
    <>
      <Trans>
        {units} units expected, {change} compared with {mean} in an average week of the last four.
      </Trans>{" "}
      {bias <= -0.05 ? (
        <Trans>In the test weeks, all forecasts together were {much} too low.</Trans>
      ) : bias >= 0.05 ? (
        <Trans>In the test weeks, all forecasts together were {much} too high.</Trans>
      ) : null}
    </>
  );
}
