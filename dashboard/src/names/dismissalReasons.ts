import type { Schemas } from "../api/client";
import { useNames } from "./catalogue";

export type DismissalReason = Schemas["DismissalRequest"]["reason"];

const REASONS: DismissalReason[] = ["done", "numbers", "budget", "unwanted", "later"];

/** The reasons for dismissing a job, with their names. */
export function useDismissalReasons(): Record<DismissalReason, string> {
  const name = useNames("dismissal_reason");
  const named = REASONS.map((reason) => [reason, name(reason)]);
  return Object.fromEntries(named) as Record<DismissalReason, string>;
}
