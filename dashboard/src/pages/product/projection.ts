import type { Point } from "../../charts/points";

const DAY_MS = 86_400_000;
export const PROJECTED_DAYS = 28;

export interface Demand {
  firstDay: Date;
  /** Expected units of each of the seven days. */
  days: number[];
  p10: number | null;
  p90: number | null;
}

/**
 * Stock at the end of each day, nothing arriving. Beyond the forecast's seven days its week is
 * repeated. The band takes the whole week high or low at once, which is wider than days that vary
 * by themselves would make it.
 */
export function stockAhead(stock: number, demand: Demand): Point[] {
  const week = sum(demand.days);
  const points: Point[] = [];
  let sold = 0;
  for (let day = 0; day < PROJECTED_DAYS; day++) {
    sold += demand.days[day % demand.days.length] ?? 0;
    const left = (units: number | null) =>
      units === null || week === 0 ? undefined : Math.max(0, stock - (sold * units) / week);
    points.push({
      at: new Date(+demand.firstDay + (day + 1) * DAY_MS),
      value: Math.max(0, stock - sold),
      low: left(demand.p90),
      high: left(demand.p10),
    });
  }
  return points;
}

/** The morning on which nothing is left; null where stock outlasts the projection. */
export function runsOut(points: Point[], of: "value" | "low" | "high" = "value"): Date | null {
  return points.find((point) => (point[of] ?? Number.POSITIVE_INFINITY) <= 0)?.at ?? null;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
