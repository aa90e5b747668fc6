import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";
import { useFormats } from "../format/context";
import { useObjectiveName } from "../names/objectives";
import { useSegmentName } from "../names/segments";
import { type Said, type Writers, written } from "./said";

export type ChangeCode = Schemas["ChangeStatement"]["code"];

/** A sentence per way in which the advice on a product changed. */
export function useChangeWriters(): Writers<ChangeCode> {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  const objectiveName = useObjectiveName();

  const offer = (said: Said, tail = "") => {
    const segment = segmentName(said.text(`target${tail}`));
    if (said.is(`discount${tail}`, 0)) return t`full price for ${segment}`;
    const discount = said.discount(`discount${tail}`);
    return t`${discount} off for ${segment}`;
  };
  const sameOffer = (said: Said) =>
    said.is("discount", said.value("discount_then")) && said.is("target", said.text("target_then"));
  const money = (said: Said, name: string) =>
    said.has(name) ? said.money(name) : t`an unknown amount`;
  const gone = (said: Said, why: string) => {
    const before = offer(said, "_then");
    const worth = money(said, "money_then");
    return t`No longer advised: ${before} (${worth} at stake). ${why}`;
  };

  return {
    new_offer: (said) => {
      const what = offer(said);
      const worth = money(said, "money");
      return t`New: ${what}, ${worth} at stake.`;
    },
    changed_offer: (said) => {
      const worth = money(said, "money");
      const worthThen = money(said, "money_then");
      if (sameOffer(said)) {
        const aim = objectiveName(said.text("objective"));
        const aimThen = objectiveName(said.text("objective_then"));
        return t`Same offer, other aim: “${aim}” instead of “${aimThen}”; ${worth} at stake, ${worthThen} before.`;
      }
      const what = offer(said);
      const before = offer(said, "_then");
      return t`Changed to ${what}, ${worth} at stake; before: ${before}, ${worthThen}.`;
    },
    gone_sold_out: (said) => {
      const before = said.number("stock_then");
      return gone(said, t`None is left in stock; there were ${before}.`);
    },
    gone_short: (said) => {
      const stock = said.number("stock");
      const demand = said.number("demand");
      return gone(
        said,
        t`It is short by now, ${stock} in stock for ${demand} expected in 7 days: order it rather than promote it.`,
      );
    },
    gone_cleared: (said) => {
      const stock = said.number("stock");
      const before = said.number("stock_then");
      return gone(said, t`Stock went from ${before} to ${stock} and is no excess any more.`);
    },
    gone_outdone: (said) =>
      gone(
        said,
        t`No offer for it clears the bar, or others of its category or customers do better.`,
      ),
    gone_untold: (said) =>
      gone(said, t`Its demand, price, cost or response to price is not known any more.`),
    gone_unknown: (said) => gone(said, t`These numbers do not tell why.`),
  };
}

/** Writes what changed; in the service's English where this page has no words for it. */
export function useChangeSentence(): (change: Schemas["PlanChange"], currency: string) => string {
  const writers = useChangeWriters();
  const formats = useFormats();
  return (change, currency) =>
    written(writers, change.statement, change.sentence, formats, currency);
}
