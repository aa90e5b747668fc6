import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "wouter";
import { inventoryItem, product } from "../../api/queries/inventory";
import { StockBadge } from "../../ui/Badges";
import { QueryResult } from "../../ui/QueryResult";
import { Title } from "../../ui/Title";
import { AdvicePanel } from "./AdvicePanel";
import { OrderPanel } from "./OrderPanel";
import { PricePanel } from "./PricePanel";
import { ProjectionPanel } from "./ProjectionPanel";
import { SalesPanel } from "./SalesPanel";
import { StockTiles } from "./StockTiles";

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
