import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useDeferredValue, useMemo } from "react";
import { useLocation } from "wouter";
import type { Schemas } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { inventoryTable } from "../../api/queries/inventory";
import { useCurrency, useFormats } from "../../format/context";
import { nextSort, readSort, useAddress } from "../../grid/address";
import { Grid } from "../../grid/Grid";
import { Provenance } from "../../ui/Badges";
import { Button } from "../../ui/Button";
import { QueryResult } from "../../ui/QueryResult";
import { Empty, FilteredEmpty } from "../../ui/States";
import { Title } from "../../ui/Title";
import { useColumns } from "./columns";
import { shownAsCsv } from "./export";
import { FilterBar } from "./FilterBar";
import { type Filters, InventoryIndex } from "./InventoryIndex";
import css from "./inventory.module.css";
import { useOrder } from "./useOrder";

/** Every product the shop has. */
export default function Inventory() {
  const query = useQuery(inventoryTable);
  return (
    <>
      <Title lead={<Trans>Stock on hand and expected sales for the next seven days.</Trans>}>
        <Trans>Inventory</Trans>
      </Title>
      <QueryResult query={query} lines={6} height={700}>
        {(table) =>
          table.rows === 0 ? (
            <Empty title={<Trans>No products yet</Trans>}>
              <Trans>Refresh from your sales data to see them.</Trans>
            </Empty>
          ) : (
            <Products table={table} />
          )
        }
      </QueryResult>
    </>
  );
}

function Products({ table }: { table: Schemas["InventoryTable"] }) {
  const { t } = useLingui();
  const [, go] = useLocation();
  const address = useAddress();
  const index = useMemo(() => new InventoryIndex(table), [table]);
  const sorted = address.get("sort");
  const sort = useMemo(() => readSort(sorted), [sorted]);
  const order = useOrder(index, sort);
  const filters: Filters = {
    q: address.get("q"),
    status: address.get("status"),
    abc: address.get("abc"),
    xyz: address.get("xyz"),
    need: address.get("need"),
  };
  const deferredFilters = useDeferredValue(JSON.stringify(filters));
  const rows = useMemo(
    () => index.matching(JSON.parse(deferredFilters) as Filters, order),
    [index, deferredFilters, order],
  );
  const columns = useColumns(index, useCurrency());
  const { set } = address;
  const onSort = useCallback((key: string) => set("sort", nextSort(sort, key)), [set, sort]);
  const onOpen = useCallback(
    (row: number) => go(`/products/${encodeURIComponent(table.columns.stock_code[row] as string)}`),
    [go, table],
  );
  return (
    <div className="stack">
      <FilterBar address={address} />
      <Counts
        index={index}
        rows={rows}
        onExport={() => downloadCsv("inventory.csv", shownAsCsv(index, rows))}
      />
      {rows.length === 0 ? (
        <FilteredEmpty onClear={address.clear} />
      ) : (
        <div className={css.tall}>
          <Grid
            name={t`Products`}
            columns={columns}
            rows={rows}
            sort={sort}
            onSort={onSort}
            onOpen={onOpen}
          />
        </div>
      )}
    </div>
  );
}

interface CountsProps {
  index: InventoryIndex;
  rows: Uint32Array;
  onExport: () => void;
}

function Counts({ index, rows, onExport }: CountsProps) {
  const formats = useFormats();
  const shown = formats.count(rows.length);
  const all = formats.count(index.size);
  const { values } = index.table.codes.stock_source;
  return (
    <div className="row between">
      <p className="small muted" role="status">
        <Trans>
          {shown} of {all} products
        </Trans>{" "}
        {values.length === 1 ? <Provenance source={values[0]} /> : <Provenance source="mixed" />}
      </p>
      <Button variant="plain" onClick={onExport} disabled={rows.length === 0}>
        <Trans>Export these rows (CSV)</Trans>
      </Button>
    </div>
  );
}
