import type { Schemas } from "../../api/client";

export type Lift = Schemas["CampaignLift"];
export type Measured = Schemas["MeasuredLift"];

/** The result of a campaign compared with its control group. */
export type Verdict = "few" | "early" | "small" | "changed";

/** Before its window is over there is no verdict, whatever the interval. */
export function verdictOf(lift: Lift, measured: Measured | null | undefined): Verdict {
  if (measured == null) return "few";
  if (!lift.complete) return "early";
  return measured.significant ? "changed" : "small";
}

/** Its window is over and both groups are large enough to tell. */
export function isMeasured(lift: Lift | undefined): boolean {
  if (lift === undefined) return false;
  return ["small", "changed"].includes(verdictOf(lift, lift.measures.buyers));
}

/** The measure shown as the result, and per how many customers. */
export const MAIN = "spend";
export const PER_CUSTOMERS = 100;

/** How much more that many customers spent, with its range; null if unknown. */
export function spendRange(lift: Lift): { low: number; value: number; high: number } | null {
  const found = lift.measures[MAIN];
  if (found == null) return null;
  const of = (value: number) => PER_CUSTOMERS * value;
  return { low: of(found.low), value: of(found.lift), high: of(found.high) };
}
