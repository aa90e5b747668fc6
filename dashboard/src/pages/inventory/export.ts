import { csvText } from "../../format/csv";
import type { InventoryIndex } from "./InventoryIndex";

const HEADER = [
  "stock_code",
  "product_name",
  "inventory_status",
  "current_stock",
  "stock_source",
  "predicted_7d_demand",
  "days_of_cover",
  "stock_out_probability",
  "suggested_order",
  "overstock_units",
  "money_bound",
  "cost_source",
  "unit_price",
  "abc",
  "xyz",
  "dead_stock",
  "days_since_last_sale",
  "lost_sales_units",
] as const;

/** The rows shown, in their order; whether stock and cost are known stands beside them. */
export function shownAsCsv(index: InventoryIndex, rows: Uint32Array): string {
  const columns = HEADER.map((name) => index.values(name));
  return csvText([...HEADER], lines());
  function* lines() {
    for (const row of rows) yield columns.map((values) => values?.[row] ?? null);
  }
}
