import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Schemas } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { inventoryTable } from "../../api/queries/inventory";
import { useFormats } from "../../format/context";
import { csvText } from "../../format/csv";
import { Table as Rows } from "../../grid/Table";
import { Empty } from "../../ui/Empty";
import { ListPage } from "../../ui/ListPage";
import { Provenance } from "../../ui/Provenance";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { useColumns } from "./columns";
import { toOrder } from "./toOrder";

type Table = Schemas["InventoryTable"];

/** What to order now, the most urgent first. */
export default function Orders() {
  const query = useQuery(inventoryTable);
  const table = query.data;
  return (
    <ListPage
      title={<Trans>Orders</Trans>}
      lead={<Trans>Products to order now, those most likely to run out first.</Trans>}
      actions={{
        more: table
          ? [{ name: <Trans>Export (CSV)</Trans>, onSelect: () => exportOrders(table) }]
          : [],
      }}
    >
      <Section query={query} shape={<RowShapes rows={14} />}>
        {(found) => <Suggested table={found} />}
      </Section>
    </ListPage>
  );
}

function Suggested({ table }: { table: Table }) {
  const { t } = useLingui();
  const formats = useFormats();
  const rows = useMemo(() => toOrder(table), [table]);
  const columns = useColumns(table, rows);
  const href = useCallback(
    (row: number) => `/products/${encodeURIComponent(table.columns.stock_code[row] ?? "")}`,
    [table],
  );
  if (rows.length === 0)
    return (
      <Empty>
        <Trans>Nothing to order: all products last until the next order can arrive.</Trans>
      </Empty>
    );
  const products = formats.count(rows.length);
  const { values } = table.codes.stock_source;
  return (
    <div className="stack">
      <p role="status">
        <Trans>{products} products to order</Trans>{" "}
        <Provenance source={values.length === 1 ? values[0] : "mixed"} />
      </p>
      <Rows
        name={t`Products to order`}
        columns={columns}
        rows={rows}
        keyOf={rowNumber}
        href={href}
        totals={t`All ${products}`}
        framed
      />
    </div>
  );
}

const rowNumber = (row: number) => row;

const HEADER = [
  "stock_code",
  "product_name",
  "current_stock",
  "predicted_7d_demand",
  "stock_out_probability",
  "suggested_order",
] as const;

function exportOrders(table: Table) {
  const lines = toOrder(table).map((row) => HEADER.map((name) => table.columns[name][row] ?? null));
  downloadCsv("orders.csv", csvText([...HEADER], lines));
}
