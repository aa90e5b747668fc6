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
