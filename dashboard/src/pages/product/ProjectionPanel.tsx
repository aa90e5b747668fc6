import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { demandOf } from "../../api/queries/demand";
import type { Point } from "../../charts/points";
import { TimeChart } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";
import { Chip } from "../../ui/Chip";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { ChartShape } from "../../ui/Skeleton";
import { runsOut } from "./projection";
import { projected, type StockAhead } from "./useStockAhead";

type Item = Schemas["InventoryAnswer"];

export function ProjectionPanel({ item }: { item: Item }) {
  const demand = useQuery(demandOf(item.stock_code));
  return (
    <Panel
      title={<Trans>How long the stock lasts</Trans>}
      actions={
        <Chip dashed>
          <Trans>Assumes no deliveries</Trans>
        </Chip>
      }
    >
      <Section query={demand} shape={<ChartShape />}>
        {(found) => <StockChart item={item} ahead={projected(item, found)} />}
      </Section>
    </Panel>
  );
}

function StockChart({ item, ahead }: { item: Item; ahead: StockAhead | null }) {
  const { t } = useLingui();
  const formats = useFormats();
  const stock = item.current_stock ?? 0;
  if (ahead === null) {
    const units = formats.count(stock);
    return (
      <Empty>
        <Trans>{units} units in stock, with no expected sales.</Trans>
      </Empty>
    );
  }
  const level = item.reorder_point;
  return (
    <TimeChart
      name={t`Stock at the end of each day`}
      unit={t`units`}
      past={[{ at: ahead.firstDay, value: stock }]}
      future={ahead.points}
      level={level === null ? null : { value: level, name: t`reorder point` }}
      caption={<RunsOut points={ahead.points} />}
    />
  );
}

function RunsOut({ points }: { points: Point[] }) {
  const formats = useFormats();
  const day = runsOut(points);
  const early = runsOut(points, "low");
  const when = formats.day(day);
  const soonest = formats.day(early);
  const rest: ReactNode = <Trans>After seven days, the same week is repeated.</Trans>;
  if (day === null && early === null)
    return (
      <>
        <Trans>Lasts more than four weeks, even if demand is high.</Trans> {rest}
      </>
    );
  if (day === null)
    return (
      <>
        <Trans>Should last four weeks; out by {soonest} if demand is high.</Trans> {rest}
      </>
    );
  return (
    <>
      <Trans>
        Runs out on {when}, or by {soonest} if demand is high.
      </Trans>{" "}
      {rest}
    </>
  );
}
