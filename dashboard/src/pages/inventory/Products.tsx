import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useCallback, useDeferredValue, useMemo } from "react";
import type { Schemas } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { useCurrency, useFormats } from "../../format/context";
import { nextSort, readSort, useAddress } from "../../grid/address";
import { Table } from "../../grid/Table";
import { type Selection, useSelection } from "../../grid/useSelection";
import { BulkBar } from "../../ui/BulkBar";
import { Button } from "../../ui/Button";
import { FilteredEmpty } from "../../ui/Empty";
import { ListPage } from "../../ui/ListPage";
import { useColumns } from "./columns";
import { shownAsCsv } from "./export";
import { InventoryFilters } from "./InventoryFilters";
import { type Filters, InventoryIndex } from "./InventoryIndex";
import { useOrder } from "./useOrder";
import { ViewTabs } from "./ViewTabs";
import { useViews } from "./views";

/** All products, as one types and sorts; what is set is in the URL. */
export function Products({ table }: { table: Schemas["InventoryTable"] }) {
  const index = useMemo(() => new InventoryIndex(table), [table]);
  const address = useAddress();
  const rows = useRows(index, address);
  const views = useViews(index);
  const exportAll = () => downloadCsv("inventory.csv", shownAsCsv(index, rows));
  return (
    <ListPage
      title={<Trans>Inventory</Trans>}
      lead={<Trans>Stock on hand and expected sales for the next seven days.</Trans>}
      actions={{ more: [{ name: <Trans>Export these rows (CSV)</Trans>, onSelect: exportAll }] }}
      tabs={<ViewTabs views={views} />}
      filters={<InventoryFilters address={address} isEmpty={rows.length === 0} />}
    >
      {rows.length === 0 ? (
        <FilteredEmpty onClear={address.clear} search={address.get("q")} />
      ) : (
        <Rows index={index} rows={rows} address={address} />
      )}
    </ListPage>
  );
}

type Address = ReturnType<typeof useAddress>;

/** The rows that pass the filters, in their order; what is typed goes before. */
function useRows(index: InventoryIndex, address: Address): Uint32Array {
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
  const deferred = useDeferredValue(JSON.stringify(filters));
  return useMemo(
    () => index.matching(JSON.parse(deferred) as Filters, order),
    [index, deferred, order],
  );
}

interface RowsProps {
  index: InventoryIndex;
  rows: Uint32Array;
  address: Address;
}

const keyOf = (row: number) => row;

function Rows({ index, rows, address }: RowsProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const totals = useMemo(() => index.sums(rows), [index, rows]);
  const columns = useColumns(index, totals, useCurrency());
  const selection = useSelection(rows, keyOf);
  const sorted = address.get("sort");
  const sort = useMemo(() => readSort(sorted), [sorted]);
  const { set } = address;
  const onSort = useCallback((key: string) => set("sort", nextSort(sort, key)), [set, sort]);
  const { stock_code, product_name } = index.table.columns;
  const href = useCallback(
    (row: number) => `/products/${encodeURIComponent(stock_code[row] as string)}`,
    [stock_code],
  );
  const nameOf = useCallback((row: number) => String(product_name[row]), [product_name]);
  const shown = formats.count(rows.length);
  const all = formats.count(index.size);
  const isWhole = rows.length === index.size;
  return (
    <>
      <p className="visually-hidden" role="status">
        <Trans>
          {shown} of {all} products
        </Trans>
      </p>
      <Table
        name={t`Products`}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        href={href}
        nameOf={nameOf}
        sort={sort}
        onSort={onSort}
        totals={isWhole ? t`All ${all}` : t`${shown} of ${all}`}
        selection={selection}
        bulk={useBulk(index, rows, selection)}
        framed
      />
    </>
  );
}

/** Actions on the ticked rows; null if none is ticked. */
function useBulk(index: InventoryIndex, rows: Uint32Array, selection: Selection) {
  const formats = useFormats();
  const currency = useCurrency();
  const { keys, selectAll, clear } = selection;
  return useMemo(() => {
    if (keys.size === 0) return null;
    const ticked = rows.filter((row) => keys.has(row));
    return (
      <BulkBar
        selected={ticked.length}
        total={rows.length}
        sum={formats.compactMoney(index.sums(ticked).money_bound, currency)}
        verbs={[
          <Button
            key="export"
            variant="tonal"
            onClick={() => downloadCsv("inventory.csv", shownAsCsv(index, ticked))}
          >
            <Plural value={ticked.length} one="Export # row (CSV)" other="Export # rows (CSV)" />
          </Button>,
        ]}
        onSelectAll={selectAll}
        onClear={clear}
      />
    );
  }, [index, rows, keys, selectAll, clear, formats, currency]);
}
