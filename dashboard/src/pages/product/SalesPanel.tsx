import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { demandOf } from "../../api/queries/demand";
import { salesHistory } from "../../api/queries/inventory";
import { PeriodBars } from "../../charts/PeriodBars";
import type { Point } from "../../charts/points";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { ChartShape } from "../../ui/Skeleton";
import { Trust } from "../../ui/Trust";
import { at } from "./days";
import { NeverSold } from "./PricePanel";

export function SalesPanel({ code }: { code: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const weekFrom = (day: string) => t`Week from ${day}`;
  const history = useQuery(salesHistory(code));
  const demand = useQuery(demandOf(code));
  return (
    <Panel
      title={<Trans>Weekly sales and the week ahead</Trans>}
      actions={demand.data ? <Trust grade={demand.data.trust} method={demand.data.method} /> : null}
    >
      <Section query={history} shape={<ChartShape />}>
        {(sold) =>
          sold.weeks.length === 0 ? (
            <NeverSold />
          ) : (
            <PeriodBars
              name={t`Units sold per week`}
              unit={t`units`}
              past={sold.weeks
                .slice(-39)
                .map((week) => ({ at: at(week.first_day), value: week.units }))}
              coming={ahead(demand.data)}
              when={(day) => weekFrom(formats.shortDay(day))}
              caption={<SalesCaption sold={sold} demand={demand.data} />}
            />
          )
        }
      </Section>
    </Panel>
  );
}

/** The lowest grades show a range and no point. */
function SalesCaption({
  sold,
  demand,
}: {
  sold: Schemas["SalesHistory"];
  demand?: Schemas["DemandAnswer"];
}) {
  const formats = useFormats();
  const last = formats.count(sold.weeks.at(-1)?.units);
  const low = formats.decimal(demand?.p10);
  const high = formats.decimal(demand?.p90);
  const middle = formats.decimal(demand?.predicted_7d_demand);
  const until = formats.day(demand?.last_day);
  if (demand?.p10 == null) return <Trans>{last} units last week.</Trans>;
  if ((demand.trust ?? "none") === "none") {
    return (
      <Trans>
        {last} units last week; between {low} and {high} expected by {until} (80% range). There are
        too few sales to trust a single number.
      </Trans>
    );
  }
  return (
    <Trans>
      {last} units last week; {middle} expected by {until}, 80% range {low} to {high}.
    </Trans>
  );
}

function ahead(demand: Schemas["DemandAnswer"] | undefined): Point | null {
  if (demand?.first_day == null || demand.predicted_7d_demand === null) return null;
  return {
    at: at(demand.first_day),
    value: demand.predicted_7d_demand,
    low: demand.p10 ?? undefined,
    high: demand.p90 ?? undefined,
  };
}
