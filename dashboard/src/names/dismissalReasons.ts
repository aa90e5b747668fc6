import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";

export type DismissalReason = Schemas["DismissalRequest"]["reason"];

/** Why an action is dismissed, in the words of the page. */
export function useDismissalReasons(): Record<DismissalReason, string> {
  const { t } = useLingui();
  return {
    done: t`Already done`,
    numbers: t`The numbers are wrong`,
    budget: t`No money for it now`,
    unwanted: t`Not what the shop wants`,
    later: t`Not this week`,
  };
}
