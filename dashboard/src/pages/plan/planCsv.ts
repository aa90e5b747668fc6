import type { Schemas } from "../../api/client";
import { csvText } from "../../format/csv";

type PlanRow = Schemas["PlanRow"];

const COLUMNS = [
  "priority",
  "stock_code",
  "product_name",
  "objective",
  "target_cluster",
  "discount",
  "current_stock",
  "stock_source",
  "predicted_7d_demand",
  "unit_price",
  "unit_cost",
  "cost_source",
  "money_at_stake",
  "reason",
] as const;

export function asCsv(rows: PlanRow[]): string {
  return csvText(
    [...COLUMNS],
    rows.map((row) => COLUMNS.map((name) => row[name])),
  );
}
