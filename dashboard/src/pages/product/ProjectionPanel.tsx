import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { demandOf } from "../../api/queries/demand";
import type { Point } from "../../charts/points";
import { TimeChart } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";
import { DashedBadge } from "../../ui/Badges";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty } from "../../ui/States";
import { at } from "./days";
import { runsOut, stockAhead } from "./projection";

export function ProjectionPanel({ item }: { item: Schemas["InventoryAnswer"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const demand = useQuery(demandOf(item.stock_code));
  const stock = item.current_stock ?? 0;
  return (
    <Panel
      title={<Trans>How long the stock lasts</Trans>}
      actions={
        <DashedBadge>
          <Trans>Assumes no deliveries</Trans>
        </DashedBadge>
      }
    >
      <QueryResult query={demand} height={300}>
        {(found) => {
          const first = found.first_day === null ? null : at(found.first_day);
          if (first === null || found.days === null || (found.predicted_7d_demand ?? 0) === 0) {
            return (
              <Empty title={<Trans>No demand is expected</Trans>}>
                <Trans>{formats.count(stock)} units in stock, with no expected sales.</Trans>
              </Empty>
            );
          }
          const points = stockAhead(stock, {
            firstDay: first,
            days: found.days,
            p10: found.p10,
            p90: found.p90,
          });
          const level =
            item.reorder_point === null
              ? null
              : { value: item.reorder_point, name: t`reorder point` };
          return (
            <TimeChart
              name={t`Stock at the end of each day`}
              unit={t`units`}
              past={[{ at: first, value: stock }]}
              future={points}
              level={level}
              caption={<RunsOut points={points} />}
            />
          );
        }}
      </QueryResult>
    </Panel>
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
