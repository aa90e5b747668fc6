import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { inventoryTable } from "../../api/queries/inventory";
import { useAddress } from "../../grid/address";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { ListPage } from "../../ui/ListPage";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { InventoryFilters } from "./InventoryFilters";
import { Products } from "./Products";
import { ViewTabs } from "./ViewTabs";
import { useViews } from "./views";

/** Every product the shop has. */
export default function Inventory() {
  const query = useQuery(inventoryTable);
  const address = useAddress();
  const views = useViews(null);
  if (query.data && query.data.rows > 0)
    return <Section query={query}>{(table) => <Products table={table} />}</Section>;
  return (
    <ListPage
      title={<Trans>Inventory</Trans>}
      lead={<Trans>Stock on hand and expected sales for the next seven days.</Trans>}
      tabs={<ViewTabs views={views} />}
      filters={<InventoryFilters address={address} isEmpty={false} />}
    >
      <Section query={query} shape={<RowShapes rows={7} />}>
        {() => <NoProducts />}
      </Section>
    </ListPage>
  );
}

function NoProducts() {
  return (
    <Empty
      action={
        <Button href="/data">
          <Trans>Use my files</Trans>
        </Button>
      }
    >
      <Trans>No products yet. Refresh from your sales data to see them.</Trans>
    </Empty>
  );
}
