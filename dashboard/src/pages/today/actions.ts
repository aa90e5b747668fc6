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

/** Where one reads more about it and does it. */
export function pageOf(action: Action): string {
  const code = encodeURIComponent(action.code);
  return action.kind === "order" ? `/products/${code}` : `/plan?product=${code}`;
}

export interface Basis {
  simulated: boolean;
  assumed: boolean;
}

/** The assumptions behind a job's amount. An order's amount is at the price paid. */
export function basisOf(action: Action): Basis {
  if (action.kind === "order")
    return { simulated: action.risk.stock_source === "simulated", assumed: false };
  const { stock_source, cost_source } = action.row;
  return { simulated: stock_source === "simulated", assumed: cost_source === "assumed" };
}

/** What holds for every job, and is said once above them. */
export function sharedBasis(actions: Action[]): Basis {
  const all = (holds: (action: Action) => boolean) => actions.length > 0 && actions.every(holds);
  const campaigns = actions.filter(({ kind }) => kind === "promote");
  return {
    simulated: all((action) => basisOf(action).simulated),
    assumed: campaigns.length > 0 && campaigns.every((action) => basisOf(action).assumed),
  };
}

export interface MoneyRange {
  low: number;
  value: number;
  high: number;
}

/** The range of a campaign covers its margin only. */
export function marginRange(row: PlanRow): MoneyRange | null {
  const { expected_margin_p10: low, expected_margin: value, expected_margin_p90: high } = row;
  return low == null || value == null || high == null ? null : { low, value, high };
}

/** The week's range of demand, less the stock, at the selling price. */
export function shortageRange(
  risk: StockRisk,
  demand: { p10: number | null; p90: number | null } | undefined,
): MoneyRange | null {
  if (demand?.p10 == null || demand.p90 == null || risk.money === null) return null;
  const price = risk.money / risk.units;
  const worth = (units: number) => Math.max(0, units - risk.current_stock) * price;
  return { low: worth(demand.p10), value: risk.money, high: worth(demand.p90) };
}
