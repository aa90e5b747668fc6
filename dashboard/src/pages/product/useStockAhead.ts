import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { demandOf } from "../../api/queries/demand";
import type { Point } from "../../charts/points";
import { at } from "./days";
import { stockAhead } from "./projection";

export interface StockAhead {
  firstDay: Date;
  /** Stock at the end of each day to come. */
  points: Point[];
}

/** The stock of the days to come; null where nothing is expected to sell. */
export function projected(
  item: Schemas["InventoryAnswer"],
  demand: Schemas["DemandAnswer"],
): StockAhead | null {
  if (demand.first_day === null || demand.days === null) return null;
  if ((demand.predicted_7d_demand ?? 0) === 0) return null;
  const firstDay = at(demand.first_day);
  const { days, p10, p90 } = demand;
  return { firstDay, points: stockAhead(item.current_stock ?? 0, { firstDay, days, p10, p90 }) };
}

export function useStockAhead(item: Schemas["InventoryAnswer"]): StockAhead | null {
  const { data } = useQuery(demandOf(item.stock_code));
  return data === undefined ? null : projected(item, data);
}
