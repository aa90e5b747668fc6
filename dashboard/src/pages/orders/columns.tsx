import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";

/** The columns of the list, with what the rows come to. */
export function useColumns(table: Schemas["InventoryTable"], rows: number[]): Column<number>[] {
  const { t } = useLingui();
  const formats = useFormats();
  return useMemo(() => {
    const { columns } = table;
    const count = (value: number) => formats.count(value);
    const sum = (values: (number | null)[]) =>
      rows.reduce((total, row) => total + (values[row] ?? 0), 0);
    return [
      {
        key: "product_name",
        name: t`Product`,
        rank: 1,
        cell: (row) => columns.product_name[row],
        title: (row) => String(columns.product_name[row]),
      },
      figure({
        key: "suggested_order",
        name: t`Order`,
        rank: 1,
        width: 5.5,
        phone: "figure",
        strong: true,
        value: (row) => columns.suggested_order[row],
        text: count,
        total: sum(columns.suggested_order),
      }),
      figure({
        key: "current_stock",
        name: t`Stock`,
        rank: 1,
        width: 5.5,
        phone: "fact",
        value: (row) => columns.current_stock[row],
        text: count,
        total: sum(columns.current_stock),
      }),
      figure({
        key: "predicted_7d_demand",
        name: t`7-day demand`,
        rank: 2,
        width: 6,
        phone: "fact",
        value: (row) => columns.predicted_7d_demand[row],
        text: (units) => formats.aligned(units),
        total: sum(columns.predicted_7d_demand),
      }),
      figure({
        key: "stock_out_probability",
        name: t`Stock-out risk`,
        rank: 2,
        width: 6.25,
        value: (row) => columns.stock_out_probability[row],
        text: (share) => formats.percent(share),
      }),
    ];
  }, [table, rows, formats, t]);
}
