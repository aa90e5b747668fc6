import type { Schemas } from "../../api/client";

/** Rows of products with a suggested order, the likeliest to run out first, then by name. */
export function toOrder(table: Schemas["InventoryTable"]): number[] {
  const { suggested_order, stock_out_probability, product_name } = table.columns;
  const rows = suggested_order.flatMap((units, row) => ((units ?? 0) > 0 ? [row] : []));
  const risk = (row: number) => stock_out_probability[row] ?? 0;
  return rows.sort(
    (a, b) => risk(b) - risk(a) || String(product_name[a]).localeCompare(String(product_name[b])),
  );
}
