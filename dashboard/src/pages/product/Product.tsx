import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "wouter";
import { ProblemError, type Schemas } from "../../api/client";
import { inventoryItem } from "../../api/queries/inventory";
import { planRow } from "../../api/queries/plan";
import { useServiceSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { DetailPage } from "../../ui/DetailPage";
import { Empty } from "../../ui/Empty";
import type { Actions } from "../../ui/PageActions";
import { Section } from "../../ui/Section";
import { StockChip } from "../../ui/StockChip";
import { Answer } from "./Answer";
import { adviceOf } from "./advice";
import { CampaignsPanel } from "./CampaignsPanel";
import { PricePanel } from "./PricePanel";
import { ProductShape } from "./ProductShape";
import { ProductSide } from "./ProductSide";
import { ProjectionPanel } from "./ProjectionPanel";
import { SalesPanel } from "./SalesPanel";
import { StockFacts } from "./StockFacts";

const TRAIL = [{ href: "/inventory", name: <Trans>Inventory</Trans> }];

/** One product: what to do with it and why, how it stands, what it sold and what it will. */
export default function Product() {
  const { code } = useParams<{ code: string }>();
  const stockCode = decodeURIComponent(code);
  const query = useQuery(inventoryItem(stockCode));
  const actions = useActions(stockCode, query.data);
  const item = query.data;
  const isMissing = query.error instanceof ProblemError && query.error.status === 404;
  return (
    <DetailPage
      title={item?.product_name ?? stockCode}
      chip={item ? <StockChip status={item.inventory_status} /> : null}
      trail={TRAIL}
      actions={actions}
      answer={item ? <Answer item={item} /> : null}
      side={item ? <ProductSide item={item} /> : null}
    >
      {isMissing ? (
        <MissingProduct code={stockCode} />
      ) : (
        <Section query={query} shape={<ProductShape />}>
          {(found) => (
            <>
              <StockFacts item={found} />
              <SalesPanel code={stockCode} />
              <ProjectionPanel item={found} />
              <PricePanel code={stockCode} />
              <CampaignsPanel code={stockCode} />
            </>
          )}
        </Section>
      )}
    </DetailPage>
  );
}

/** The step that moves it on: to the orders where one is due, else to its row of the plan. */
function useActions(code: string, item: Schemas["InventoryAnswer"] | undefined): Actions {
  const isPlanned = useQuery(planRow(code)).isSuccess;
  const plan = `/plan?product=${encodeURIComponent(code)}`;
  if (item === undefined) return {};
  const more = [{ name: <Trans>Print</Trans>, onSelect: () => globalThis.print() }];
  const toPlan = (variant: "filled" | "plain") => (
    <Button key="plan" variant={variant} href={plan}>
      <Trans>See plan</Trans>
    </Button>
  );
  if (adviceOf(item) === "order")
    return {
      primary: (
        <Button href="/orders">
          <Trans>See orders</Trans>
        </Button>
      ),
      plain: isPlanned ? [toPlan("plain")] : undefined,
      more,
    };
  return { primary: isPlanned ? toPlan("filled") : <ToOtherOrders />, more };
}

/** Nothing is due for this product; the others may need something. */
function ToOtherOrders() {
  return (
    <Button href="/orders">
      <Trans>See other products to order</Trans>
    </Button>
  );
}

function MissingProduct({ code }: { code: string }) {
  const sentence = useServiceSentence();
  return (
    <Empty
      action={
        <Button href="/inventory">
          <Trans>See all products</Trans>
        </Button>
      }
    >
      {sentence({ code: "product_unknown", values: { product: code } }, code)}
    </Empty>
  );
}
