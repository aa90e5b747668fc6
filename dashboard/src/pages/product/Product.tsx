import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "wouter";
import { ProblemError, type Schemas } from "../../api/client";
import { campaigns } from "../../api/queries/campaigns";
import { demandOf } from "../../api/queries/demand";
import { inventoryItem, product, salesHistory } from "../../api/queries/inventory";
import { planRow } from "../../api/queries/plan";
import { type Point, TimeChart } from "../../charts/TimeChart";
import { useCurrency, useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { useReasonOf } from "../../sentences/plan";
import { DashedBadge, Provenance, StockBadge, Trust } from "../../ui/Badges";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty } from "../../ui/States";
import { Tile } from "../../ui/Tile";
import { Title } from "../../ui/Title";
import { at } from "./days";
import { OrderPanel } from "./OrderPanel";
import { NeverSold, PricePanel } from "./PricePanel";
import { runsOut, stockAhead } from "./projection";

/** One product: what it sold, what it will, how long the stock lasts. */
export default function Product() {
  const { code } = useParams<{ code: string }>();
  const stockCode = decodeURIComponent(code);
  const item = useQuery(inventoryItem(stockCode));
  const facts = useQuery(product(stockCode)).data;
  const place = [facts?.department, facts?.category, facts?.brand].filter(Boolean).join(" › ");
  return (
    <>
      <p className="small">
        <Link href="/inventory">
          <Trans>Inventory</Trans>
        </Link>
      </p>
      <Title
        lead={
          <span className="row">
            {item.data ? <StockBadge status={item.data.inventory_status} /> : null}
            <span className="tabular">{stockCode}</span>
            <span>{place}</span>
          </span>
        }
      >
        {item.data?.product_name ?? stockCode}
      </Title>
      <QueryResult query={item} lines={6} height={700}>
        {(found) => (
          <div className="stack">
            <StockTiles item={found} />
            <div className="columns">
              <SalesPanel code={stockCode} />
              <ProjectionPanel item={found} />
              <PricePanel code={stockCode} />
              <div className="stack">
                <AdvicePanel code={stockCode} />
                <OrderPanel item={found} />
              </div>
            </div>
          </div>
        )}
      </QueryResult>
    </>
  );
}

function StockTiles({ item }: { item: Schemas["InventoryAnswer"] }) {
  const formats = useFormats();
  const currency = useCurrency();
  const lead = formats.count(item.lead_time_days);
  const reorder = formats.count(item.reorder_point);
  const days = formats.decimal(item.days_of_cover);
  const cost = formats.money(item.unit_cost, currency);
  return (
    <dl className="tiles">
      <Tile
        name={<Trans>In stock</Trans>}
        figure={formats.count(item.current_stock)}
        note={
          <>
            <Trans>{days} days of cover</Trans> <Provenance source={item.stock_source} />
          </>
        }
      />
      <Tile
        name={<Trans>Suggested order</Trans>}
        figure={formats.count(item.suggested_order)}
        note={<Trans>reorder point {reorder} units</Trans>}
      />
      <Tile
        name={<Trans>Stock-out risk</Trans>}
        figure={formats.percent(item.stock_out_probability)}
        note={
          <>
            <Trans>within {lead} days' lead time</Trans>{" "}
            <Provenance source={item.lead_time_source} />
          </>
        }
      />
      <Tile
        name={<Trans>Price</Trans>}
        figure={formats.money(item.unit_price, currency)}
        note={
          <>
            <Trans>cost {cost}</Trans> <Provenance source={item.cost_source} />
          </>
        }
      />
      <Tile
        name={<Trans>Class</Trans>}
        figure={`${item.abc ?? "–"}${item.xyz ?? ""}`}
        note={
          item.dead_stock ? (
            <DashedBadge>
              <Trans>Dead stock</Trans>
            </DashedBadge>
          ) : (
            <Trans>revenue, steadiness</Trans>
          )
        }
      />
    </dl>
  );
}

function SalesPanel({ code }: { code: string }) {
  const { t } = useLingui();
  const history = useQuery(salesHistory(code));
  const demand = useQuery(demandOf(code));
  return (
    <Panel
      title={<Trans>Weekly sales and the week ahead</Trans>}
      actions={demand.data ? <Trust grade={demand.data.trust} method={demand.data.method} /> : null}
    >
      <QueryResult query={history} height={300}>
        {(sold) =>
          sold.weeks.length === 0 ? (
            <NeverSold />
          ) : (
            <TimeChart
              name={t`Units sold per week`}
              unit={t`units`}
              past={sold.weeks
                .slice(-39)
                .map((week) => ({ at: at(week.first_day), value: week.units }))}
              future={ahead(demand.data)}
              caption={<SalesCaption sold={sold} demand={demand.data} />}
            />
          )
        }
      </QueryResult>
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

function ProjectionPanel({ item }: { item: Schemas["InventoryAnswer"] }) {
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

function AdvicePanel({ code }: { code: string }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const reasonOf = useReasonOf();
  const advised = useQuery(planRow(code));
  const written = useQuery(campaigns({ stock_code: code }));
  const none = advised.error instanceof ProblemError && advised.error.status === 404;
  return (
    <Panel title={<Trans>Plan and campaigns</Trans>}>
      {none ? (
        <Empty title={<Trans>Not in the plan</Trans>}>
          <Trans>Leave this product as it is this week: nothing is expected to do better.</Trans>
        </Empty>
      ) : (
        <QueryResult query={advised} lines={2}>
          {(row) => (
            <p>
              <Link href={`/plan?product=${encodeURIComponent(code)}`}>
                {formats.percent((row.discount ?? 0) / 100)} · {segmentName(row.target_cluster)}
              </Link>
              <br />
              <span className="muted">{reasonOf(row)}</span>
            </p>
          )}
        </QueryResult>
      )}
      <QueryResult query={written} lines={2}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="muted small">
              <Trans>No campaigns for this product yet.</Trans>
            </p>
          ) : (
            <ul className="clean">
              {page.items.map((campaign) => (
                <li key={campaign.id}>
                  <Link href={`/campaigns/${encodeURIComponent(campaign.id)}`}>
                    <span lang={campaign.language ?? undefined}>
                      {campaign.email_subject ?? campaign.id}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </QueryResult>
    </Panel>
  );
}

function ahead(demand: Schemas["DemandAnswer"] | undefined): Point[] {
  if (demand?.first_day == null || demand.predicted_7d_demand === null) return [];
  return [
    {
      at: at(demand.first_day),
      value: demand.predicted_7d_demand,
      low: demand.p10 ?? undefined,
      high: demand.p90 ?? undefined,
    },
  ];
}
