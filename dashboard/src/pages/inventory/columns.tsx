import { useLingui } from "@lingui/react/macro";
import { useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import { Link } from "wouter";
import { useFormats } from "../../format/context";
import type { Formats } from "../../format/intl";
import type { Column } from "../../grid/Grid";
import { StockBadge } from "../../ui/Badges";
import type { InventoryIndex } from "./InventoryIndex";
import css from "./inventory.module.css";

/** The columns of the product list; a phone gets the ones that decide. */
export function useColumns(index: InventoryIndex, currency: string): Column[] {
  const names = useNames();
  const formats = useFormats();
  const wide = useMediaQuery("(min-width: 48rem)", true, { getInitialValueInEffect: false });
  return useMemo(
    () => columnsOf(index, currency, formats, names, wide),
    [index, currency, formats, names, wide],
  );
}

type Names = ReturnType<typeof useNames>;

/** Heads of the columns. The macro only sees texts where `t` itself was taken from useLingui. */
function useNames() {
  const { t } = useLingui();
  return useMemo(
    () => ({
      product: t`Product`,
      dead: t`Dead stock`,
      status: t`Status`,
      stock: t`Stock`,
      demand: t`7-day demand`,
      cover: t`Days of cover`,
      risk: t`Stock-out risk`,
      order: t`Order`,
      bound: t`Money tied up`,
      class: t`Class`,
    }),
    [t],
  );
}

function columnsOf(
  index: InventoryIndex,
  currency: string,
  formats: Formats,
  names: Names,
  wide: boolean,
): Column[] {
  const { columns } = index.table;
  const all: (Column & { wide?: boolean })[] = [
    {
      key: "product_name",
      name: names.product,
      least: wide ? 15.5 : 11,
      grows: 4,
      cell: (row) => (
        <span className={css.name}>
          <Link
            href={`/products/${encodeURIComponent(columns.stock_code[row] as string)}`}
            tabIndex={-1}
          >
            {columns.product_name[row]}
          </Link>
          <span className={css.code}>
            {columns.stock_code[row]}
            {index.coded("dead_stock", row) === true ? <> · {names.dead}</> : null}
          </span>
        </span>
      ),
    },
    {
      key: "inventory_status",
      name: names.status,
      least: 6.7,
      cell: (row) => <StockBadge status={String(index.coded("inventory_status", row))} />,
    },
    number("current_stock", names.stock, 4.2, (row) => formats.count(columns.current_stock[row])),
    number("predicted_7d_demand", names.demand, 7, (row) =>
      formats.aligned(columns.predicted_7d_demand[row]),
    ),
    number("days_of_cover", names.cover, 6.9, (row) => {
      const days = columns.days_of_cover[row];
      return days != null && days > MOST_DAYS
        ? `> ${formats.count(MOST_DAYS)}`
        : formats.aligned(days);
    }),
    {
      ...number("stock_out_probability", names.risk, 7.1, (row) =>
        formats.percent(columns.stock_out_probability[row]),
      ),
      wide: true,
    },
    number("suggested_order", names.order, 4, (row) => formats.count(columns.suggested_order[row])),
    {
      ...number("money_bound", names.bound, 7.6, (row) =>
        formats.money(columns.money_bound[row], currency),
      ),
      wide: true,
    },
    {
      key: "abc",
      name: names.class,
      least: 3.4,
      wide: true,
      cell: (row) => `${index.coded("abc", row) ?? "–"}${index.coded("xyz", row) ?? ""}`,
    },
  ];
  return all.filter((column) => wide || !column.wide);
}

const MOST_DAYS = 999;

function number(key: string, name: string, least: number, text: (row: number) => string): Column {
  return { key, name, least, grows: 1, end: true, cell: text };
}
