import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";
import { useFormats } from "../format/context";
import { useObjectiveName } from "../names/objectives";
import { useSegmentName } from "../names/segments";
import { type Renderers, renderStatement, type StatementValues } from "./statements";

export type ChangeCode = Schemas["ChangeStatement"]["code"];

/** A sentence per way in which the advice on a product changed. */
export function useChangeRenderers(): Renderers<ChangeCode> {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  const objectiveName = useObjectiveName();

  const offer = (values: StatementValues, tail = "") => {
    const segment = segmentName(values.text(`target${tail}`));
    if (values.is(`discount${tail}`, 0)) return t`full price for ${segment}`;
    const discount = values.discount(`discount${tail}`);
    return t`${discount} off for ${segment}`;
  };
  const sameOffer = (values: StatementValues) =>
    values.is("discount", values.value("discount_then")) &&
    values.is("target", values.text("target_then"));
  const money = (values: StatementValues, name: string) =>
    values.has(name) ? values.money(name) : t`an unknown amount`;
  const gone = (values: StatementValues, why: string) => {
    const before = offer(values, "_then");
    const worth = money(values, "money_then");
    return t`No longer advised: ${before} (${worth} at stake). ${why}`;
  };

  return {
    new_offer: (values) => {
      const what = offer(values);
      const worth = money(values, "money");
      return t`New: ${what}, ${worth} at stake.`;
    },
    changed_offer: (values) => {
      const worth = money(values, "money");
      const worthThen = money(values, "money_then");
      if (sameOffer(values)) {
        const aim = objectiveName(values.text("objective"));
        const aimThen = objectiveName(values.text("objective_then"));
        return t`Same offer, other aim: “${aim}” instead of “${aimThen}”; ${worth} at stake, ${worthThen} before.`;
      }
      const what = offer(values);
      const before = offer(values, "_then");
      return t`Changed to ${what}, ${worth} at stake; before: ${before}, ${worthThen}.`;
    },
    gone_sold_out: (values) => {
      const before = values.number("stock_then");
      return gone(values, t`None is left in stock; there were ${before}.`);
    },
    gone_short: (values) => {
      const stock = values.number("stock");
      const demand = values.number("demand");
      return gone(
        values,
        t`It is short by now, ${stock} in stock for ${demand} expected in 7 days: order it rather than promote it.`,
      );
    },
    gone_cleared: (values) => {
      const stock = values.number("stock");
      const before = values.number("stock_then");
      return gone(values, t`Stock went from ${before} to ${stock} and is no excess any more.`);
    },
    gone_outdone: (values) =>
      gone(
        values,
        t`No offer for it clears the bar, or others of its category or customers do better.`,
      ),
    gone_untold: (values) =>
      gone(values, t`Its demand, price, cost or response to price is not known any more.`),
    gone_unknown: (values) => gone(values, t`These numbers don't show why.`),
  };
}

/** Writes what changed; in the service's English where this page has no words for it. */
export function useChangeSentence(): (change: Schemas["PlanChange"], currency: string) => string {
  const renderers = useChangeRenderers();
  const formats = useFormats();
  return (change, currency) =>
    renderStatement(renderers, change.statement, change.sentence, formats, currency);
}
