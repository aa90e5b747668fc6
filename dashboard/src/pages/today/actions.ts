import type { Schemas } from "../../api/client";

type PlanRow = Schemas["PlanRow"];
type StockRisk = Schemas["StockRisk"];

export const MOST = 7;

/** One thing to do. `money` is what doing nothing forgoes. */
export type Action = { id: string; code: string; name: string; money: number | null } & (
  | { kind: "promote"; row: PlanRow }
  | { kind: "order"; risk: StockRisk }
);

/**
 * The few things to do now, most money first. A product stands here once: where the plan promotes
 * what is also short of stock, ordering comes first and the promotion waits.
 */
export function rankedActions(plan: PlanRow[], short: StockRisk[]): Action[] {
  const orders: Action[] = short
    .filter((risk) => (risk.money ?? 0) > 0)
    .map((risk) => ({
      id: `order:${risk.stock_code}`,
      code: risk.stock_code,
      name: risk.product_name,
      money: risk.money,
      kind: "order",
      risk,
    }));
  const ordered = new Set(orders.map((action) => action.code));
  const promotions: Action[] = plan
    .filter((row) => !ordered.has(row.stock_code))
    .map((row) => ({
      id: `promote:${row.stock_code}:${row.target_cluster}`,
      code: row.stock_code,
      name: row.product_name,
      money: row.money_at_stake,
      kind: "promote",
      row,
    }));
  return [...orders, ...promotions].sort((a, b) => (b.money ?? 0) - (a.money ?? 0));
}
