import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Provenance } from "../../ui/Provenance";
import { StockChip } from "../../ui/StockChip";
import { type InventoryIndex, type SummedColumn, sourceOf } from "./InventoryIndex";

const MOST_DAYS = 999;

/** The columns of the product list, with what the rows come to. */
export function useColumns(
  index: InventoryIndex,
  totals: Record<SummedColumn, number>,
  currency: string,
): Column<number>[] {
  const { t } = useLingui();
  const formats = useFormats();
  return useMemo(() => {
    const { columns } = index.table;
    const count = (value: number) => formats.count(value);
    const aligned = (value: number) => formats.aligned(value);
    const days = (value: number) =>
      value > MOST_DAYS ? `> ${formats.count(MOST_DAYS)}` : formats.aligned(value);
    return [
      {
        key: "product_name",
        name: t`Product`,
        rank: 1,
        cell: (row) => columns.product_name[row],
        title: (row) => String(columns.product_name[row]),
        note: (row) => {
          const code = columns.stock_code[row];
          return index.coded("dead_stock", row) === true ? `${code} · ${t`Dead stock`}` : code;
        },
      },
      {
        key: "inventory_status",
        name: t`Status`,
        rank: 1,
        phone: "chip",
        width: 6.5,
        cell: (row) => <StockChip status={String(index.coded("inventory_status", row))} />,
      },
      figure({
        key: "current_stock",
        name: t`Stock`,
        rank: 2,
        phone: "fact",
        width: 5.75,
        head: <Provenance source={sourceOf(index.table.codes.stock_source)} />,
        value: (row) => columns.current_stock[row],
        text: count,
        total: totals.current_stock,
      }),
      figure({
        key: "predicted_7d_demand",
        name: t`7-day demand`,
        rank: 2,
        phone: "fact",
        width: 5.5,
        value: (row) => columns.predicted_7d_demand[row],
        text: aligned,
        total: totals.predicted_7d_demand,
      }),
      figure({
        key: "days_of_cover",
        name: t`Days of cover`,
        rank: 3,
        width: 5.5,
        value: (row) => columns.days_of_cover[row],
        text: days,
      }),
      figure({
        key: "stock_out_probability",
        name: t`Stock-out risk`,
        rank: 3,
        width: 5.5,
        value: (row) => columns.stock_out_probability[row],
        text: (share) => formats.percent(share),
      }),
      figure({
        key: "suggested_order",
        name: t`Order`,
        rank: 1,
        width: 5,
        strong: true,
        value: (row) => columns.suggested_order[row],
        text: count,
        total: totals.suggested_order,
      }),
      figure({
        key: "money_bound",
        name: t`Money tied up`,
        rank: 2,
        phone: "figure",
        width: 7,
        head: <Provenance source={sourceOf(index.table.codes.cost_source)} />,
        value: (row) => columns.money_bound[row],
        text: (value) => formats.money(value, currency, 0),
        total: totals.money_bound,
      }),
      {
        key: "abc",
        name: t`Class`,
        rank: 3,
        width: 4,
        cell: (row) => `${index.coded("abc", row) ?? "–"}${index.coded("xyz", row) ?? ""}`,
        isUnknown: (row) => index.coded("abc", row) === null,
      },
    ];
  }, [index, totals, currency, formats, t]);
}
