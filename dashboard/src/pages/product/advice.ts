import type { Schemas } from "../../api/client";

type Item = Pick<
  Schemas["InventoryAnswer"],
  | "current_stock"
  | "dead_stock"
  | "lead_time_days"
  | "overstock_units"
  | "safety_stock"
  | "reorder_point"
  | "suggested_order"
>;

export type Advice = "order" | "clear" | "wait" | "none";

/** What to do with the stock of one product; an order comes before all else. */
export function adviceOf(item: Item): Advice {
  if ((item.suggested_order ?? 0) > 0) return "order";
  if (item.dead_stock === true && (item.current_stock ?? 0) > 0) return "clear";
  return (item.overstock_units ?? 0) > 0 ? "wait" : "none";
}

export interface OrderTerms {
  /** Units expected to sell until the order after this one can arrive. */
  expected: number;
  safety: number;
  stock: number;
  missing: number;
  order: number;
}

/** The terms a suggested order comes from; null where one of them is unknown. */
export function orderTerms(item: Item): OrderTerms | null {
  const { reorder_point: level, safety_stock, current_stock: stock, suggested_order: order } = item;
  if (level === null || safety_stock === null || stock === null || order === null) return null;
  const safety = Math.round(safety_stock);
  return { expected: level - safety, safety, stock, missing: Math.max(0, level - stock), order };
}

const DAY_MS = 86_400_000;

/** When an order of the forecast's first day arrives; null where the lead time is unknown. */
export function arrivalOf(firstDay: Date, leadDays: number | null): Date | null {
  return leadDays === null ? null : new Date(+firstDay + leadDays * DAY_MS);
}
