import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";
import { useFormats } from "../format/context";
import { useSegmentName } from "../names/segments";
import { type Said, type Statement, Unsaid, type Writers, written } from "./said";

export type PlanCode = Schemas["PlanStatement"]["code"];

/** A sentence per code that the plan can send; a code without one does not compile. */
export function usePlanWriters(): Writers<PlanCode> {
  const { t } = useLingui();
  const segmentName = useSegmentName();

  const inStock = (said: Said) => {
    const stock = said.number("stock");
    return said.is("stock_source", "simulated")
      ? t`${stock} in stock (simulated)`
      : t`${stock} in stock`;
  };
  const atCost = (said: Said) =>
    said.is("cost_source", "assumed") ? t`at assumed cost` : t`at cost`;
  const units = (said: Said, name: string) => {
    const count = said.number(name);
    return said.value(name) === 1 ? t`1 unit` : t`${count} units`;
  };
  const weeks = (said: Said, name: string) => {
    const count = said.decimal(name, 2);
    return said.value(name) === 1 ? t`1 week` : t`${count} weeks`;
  };
  const whom = (said: Said) => {
    const segment = segmentName(said.text("target"));
    if (!said.has("target_share")) return t`${segment} (no customer data tells who buys it)`;
    const share = said.share("target_share");
    return t`${segment} (${share} of its sales)`;
  };
  const deed = (said: Said) => {
    const customers = whom(said);
    if (said.is("discount", 0)) return t`show it at full price to ${customers}`;
    const discount = said.discount("discount");
    return t`offer ${discount} off to ${customers}`;
  };
  const reason = (said: Said, why: string) => {
    const what = deed(said);
    const gain = said.money("gain");
    const chance = said.share("p_gain");
    return t`${why}, so ${what}: expected to bring ${gain} against doing nothing (chance that it pays on average ${chance}).`;
  };
  const where = (said: Said) => {
    const names: Record<string, string> = {
      own: t`In its own history`,
      category: t`In its category`,
      shop: t`In the whole shop`,
    };
    const name = names[said.text("source")];
    if (name === undefined) throw new Unsaid("source");
    return name;
  };
  const costSource = (said: Said) => {
    if (said.is("cost_source", "assumed")) return t`assumed`;
    return said.is("cost_source", "uploaded") ? t`uploaded` : t`of unknown source`;
  };

  return {
    reason_clearing: (said) => {
      const stock = inStock(said);
      const demand = said.number("demand");
      const excess = units(said, "excess");
      const worth = said.money("worth");
      const cost = atCost(said);
      return reason(
        said,
        t`${stock} for ${demand} expected to sell in 7 days: ${excess} worth ${worth} ${cost} are beyond the cover`,
      );
    },
    reason_earning: (said) => {
      const stock = inStock(said);
      const demand = said.number("demand");
      const margin = said.share("unit_margin");
      const cost = atCost(said);
      return reason(
        said,
        t`${stock} for ${demand} expected to sell in 7 days, and each unit earns ${margin} ${cost}`,
      );
    },
    fact_stock: (said) => {
      const stock = inStock(said);
      const excess = units(said, "excess");
      const limit = weeks(said, "cover_weeks");
      const lost = said.money("lost");
      const cost = atCost(said);
      if (!said.has("cover"))
        return t`${stock}: ${excess} beyond ${limit}, which would lose ${lost} ${cost}.`;
      const cover = said.aligned("cover");
      return t`${stock}, ${cover} weeks' cover: ${excess} beyond ${limit}, which would lose ${lost} ${cost}.`;
    },
    fact_response: (said) => {
      const source = where(said);
      const more = said.aligned("elasticity");
      const low = said.aligned("elasticity_p10");
      const high = said.aligned("elasticity_p90");
      const price = t`${source}, 1% off the price went with ${more}% more units (80% range ${low} to ${high})`;
      if (!said.has("mailed")) return `${price}.`;
      const mailed = said.signedShare("mailed");
      return t`${price}, and an announcement with ${mailed} units among those it reached.`;
    },
    fact_money: (said) => {
      const margin = said.signedMoney("margin");
      const low = said.signedMoney("margin_p10");
      const high = said.signedMoney("margin_p90");
      const freed = said.number("freed");
      const given = said.money("given");
      return t`Margin ${margin} (80% range ${low} to ${high}) and ${freed} units of excess freed, with ${given} given away in discounts.`;
    },
    next_nothing: (said) => {
      const gain = said.money("gain");
      return t`Next best is doing nothing, which forgoes the ${gain}.`;
    },
    next_offer: (said) => {
      const gain = said.signedMoney("gain");
      const chance = said.share("p_gain");
      if (said.is("discount", 0))
        return t`Next best is full price for the same customers: ${gain}, chance that it pays on average ${chance}.`;
      const discount = said.discount("discount");
      return t`Next best is ${discount} off for the same customers: ${gain}, chance that it pays on average ${chance}.`;
    },
    change_cost: (said) => {
      const dearest = said.money("dearest");
      const now = said.money("unit_cost");
      const source = costSource(said);
      return t`A unit cost above ${dearest} (now ${now}, ${source}) would leave less than the margin floor.`;
    },
    change_stock_clearing: (said) => {
      const kept = units(said, "kept");
      return t`Stock of ${kept} or less would leave nothing to clear.`;
    },
    change_stock_selling: (said) => {
      const wanted = units(said, "wanted");
      return t`Stock below the ${wanted} it is expected to sell would stop it.`;
    },
    advice_untold: () =>
      t`No campaign is advised: prices hardly moved in this ledger, so it does not tell how customers answer to one. That is the advice: leave prices alone, or try one and see.`,
    advice_none: (said) => {
      const products = said.number("products");
      const gain = said.money("min_gain");
      const chance = said.share("min_p_gain");
      return t`No campaign is advised: of ${products} products that could be promoted, none is expected to gain at least ${gain} with a chance of ${chance}. That is the advice.`;
    },
    advice_campaigns: (said) => {
      const campaigns = said.number("campaigns");
      const products = said.number("products");
      const discounted = said.number("with_discount");
      const gain = said.money("gain");
      const found = t`Campaigns advised: ${campaigns} of ${products} products that could be promoted, ${discounted} of them with a discount. They are expected to bring ${gain} against doing nothing.`;
      return said.is("all_told", true) ? t`${found} Nothing else clears the bar.` : found;
    },
  };
}

/** Writes a statement of the plan; in the service's English where this page has no words for it. */
export function usePlanSentence(): (
  statement: Statement | null | undefined,
  english: string,
  currency: string,
) => string {
  const writers = usePlanWriters();
  const formats = useFormats();
  return (statement, english, currency) => written(writers, statement, english, formats, currency);
}

/** Why a row stands in the plan, in the page's language; null where the plan gives no reason. */
export function useReasonOf(): (row: Schemas["PlanRow"]) => string | null {
  const sentence = usePlanSentence();
  return (row) => {
    const told = row.explanation?.statements;
    if (row.reason === null || !told) return row.reason;
    return sentence(told.reason, row.reason, told.currency);
  };
}
