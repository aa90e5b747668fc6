import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";

export type DecisionReason = Schemas["DecisionRequest"]["reason_code"];

/** Reasons stored with a decision, in the words of the page. */
export function useDecisionReasons(): Record<DecisionReason, string> {
  const { t } = useLingui();
  return {
    agreed: t`Agreed`,
    margin_too_low: t`The margin is too low`,
    discount_too_deep: t`The discount is too deep`,
    discount_too_small: t`The discount is too small`,
    wrong_customers: t`The wrong customers`,
    too_many_messages: t`They get too many messages`,
    stock_is_wrong: t`The stock is wrong`,
    cost_or_price_is_wrong: t`Cost or price is wrong`,
    forecast_not_believed: t`I don't believe the forecast`,
    already_promoted: t`It's already on promotion`,
    supplier_terms: t`The supplier's terms`,
    range_or_brand_policy: t`Range or brand policy`,
    season_or_event: t`A season or an event`,
    delivery_expected: t`A delivery is expected`,
    other: t`Other reason`,
  };
}
