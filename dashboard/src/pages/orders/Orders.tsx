import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { Schemas } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { inventoryTable } from "../../api/queries/inventory";
import { useFormats } from "../../format/context";
import { csvText } from "../../format/csv";
import { Table as Rows } from "../../grid/Table";
import { Provenance } from "../../ui/Badges";
import { Button } from "../../ui/Button";
import { QueryResult } from "../../ui/QueryResult";
import { Empty } from "../../ui/States";
import { Title } from "../../ui/Title";
import { useColumns } from "./columns";
import { toOrder } from "./toOrder";

type Table = Schemas["InventoryTable"];

/** What to order now, the most urgent first. */
export default function Orders() {
  const query = useQuery(inventoryTable);
  return (
    <>
      <Title
        lead={<Trans>Products to order now, those most likely to run out first.</Trans>}
        actions={query.data ? <Export table={query.data} /> : null}
      >
        <Trans>Orders</Trans>
      </Title>
      <QueryResult query={query} lines={6} height={700}>
        {(table) => <Suggested table={table} />}
      </QueryResult>
    </>
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
      <Empty title={<Trans>Nothing to order</Trans>}>
        <Trans>Every product has enough stock until the next order can arrive.</Trans>
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

function Export({ table }: { table: Table }) {
  const lines = () =>
    toOrder(table).map((row) => HEADER.map((name) => table.columns[name][row] ?? null));
  return (
    <Button
      variant="plain"
      className="no-print"
      onClick={() => downloadCsv("orders.csv", csvText([...HEADER], lines()))}
    >
      <Trans>Export (CSV)</Trans>
    </Button>
  );
}
