import type { Schemas } from "../../api/client";

export type Lift = Schemas["CampaignLift"];
export type Measured = Schemas["MeasuredLift"];

/** What can be said of a campaign against its holdout. */
export type Verdict = "few" | "early" | "small" | "changed";

/** Before its window is over nothing is decided, whatever the interval says so far. */
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

/** The measure a result is told by, and for how many customers. */
export const MAIN = "spend";
export const PER_CUSTOMERS = 100;

/** What so many customers spent more, and how far that may be off; null where nobody can tell. */
export function spendRange(lift: Lift): { low: number; value: number; high: number } | null {
  const found = lift.measures[MAIN];
  if (found == null) return null;
  const of = (value: number) => PER_CUSTOMERS * value;
  return { low: of(found.low), value: of(found.lift), high: of(found.high) };
}
