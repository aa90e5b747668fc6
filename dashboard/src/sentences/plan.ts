import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";
import { useFormats } from "../format/context";
import { useSegmentName } from "../names/segments";
import {
  MissingValue,
  type Renderers,
  renderStatement,
  type Statement,
  type StatementValues,
} from "./statements";

export type PlanCode = Schemas["PlanStatement"]["code"];

/** A sentence per code that the plan can send; a code without one does not compile. */
export function usePlanRenderers(): Renderers<PlanCode> {
  const { t } = useLingui();
  const segmentName = useSegmentName();

  const inStock = (values: StatementValues) => {
    const stock = values.number("stock");
    return values.is("stock_source", "simulated")
      ? t`${stock} in stock (simulated)`
      : t`${stock} in stock`;
  };
  const atCost = (values: StatementValues) =>
    values.is("cost_source", "assumed") ? t`at assumed cost` : t`at cost`;
  const units = (values: StatementValues, name: string) => {
    const count = values.number(name);
    return values.value(name) === 1 ? t`1 unit` : t`${count} units`;
  };
  const weeks = (values: StatementValues, name: string) => {
    const count = values.decimal(name, 2);
    return values.value(name) === 1 ? t`1 week` : t`${count} weeks`;
  };
  const whom = (values: StatementValues) => {
    const segment = segmentName(values.text("target"));
    if (!values.has("target_share")) return t`${segment} (no customer data tells who buys it)`;
    const share = values.share("target_share");
    return t`${segment} (${share} of its sales)`;
  };
  const deed = (values: StatementValues) => {
    const customers = whom(values);
    if (values.is("discount", 0)) return t`show it at full price to ${customers}`;
    const discount = values.discount("discount");
    return t`offer ${discount} off to ${customers}`;
  };
  const reason = (values: StatementValues, why: string) => {
    const what = deed(values);
    const gain = values.money("gain");
    const chance = values.share("p_gain");
    return t`${why}, so ${what}: expected to bring ${gain} against doing nothing (chance that it pays on average ${chance}).`;
  };
  const where = (values: StatementValues) => {
    const names: Record<string, string> = {
      own: t`In its own history`,
      category: t`In its category`,
      shop: t`In the whole shop`,
    };
    const name = names[values.text("source")];
    if (name === undefined) throw new MissingValue("source");
    return name;
  };
  const costSource = (values: StatementValues) => {
    if (values.is("cost_source", "assumed")) return t`assumed`;
    return values.is("cost_source", "uploaded") ? t`uploaded` : t`of unknown source`;
  };

  return {
    reason_clearing: (values) => {
      const stock = inStock(values);
      const demand = values.number("demand");
      const excess = units(values, "excess");
      const worth = values.money("worth");
      const cost = atCost(values);
      return reason(
        values,
        t`${stock} for ${demand} expected to sell in 7 days: ${excess} worth ${worth} ${cost} are beyond the cover`,
      );
    },
    reason_earning: (values) => {
      const stock = inStock(values);
      const demand = values.number("demand");
      const margin = values.share("unit_margin");
      const cost = atCost(values);
      return reason(
        values,
        t`${stock} for ${demand} expected to sell in 7 days, and each unit earns ${margin} ${cost}`,
      );
    },
    fact_stock: (values) => {
      const stock = inStock(values);
      const excess = units(values, "excess");
      const limit = weeks(values, "cover_weeks");
      const lost = values.money("lost");
      const cost = atCost(values);
      if (!values.has("cover"))
        return t`${stock}: ${excess} beyond ${limit}, which would lose ${lost} ${cost}.`;
      const cover = values.aligned("cover");
      return t`${stock}, ${cover} weeks' cover: ${excess} beyond ${limit}, which would lose ${lost} ${cost}.`;
    },
    fact_response: (values) => {
      const source = where(values);
      const more = values.aligned("elasticity");
      const low = values.aligned("elasticity_p10");
      const high = values.aligned("elasticity_p90");
      const price = t`${source}, 1% off the price went with ${more}% more units (80% range ${low} to ${high})`;
      if (!values.has("mailed")) return `${price}.`;
      const mailed = values.signedShare("mailed");
      return t`${price}, and an announcement with ${mailed} units among those it reached.`;
    },
    fact_money: (values) => {
      const margin = values.signedMoney("margin");
      const low = values.signedMoney("margin_p10");
      const high = values.signedMoney("margin_p90");
      const cleared = values.number("stock_cleared");
      const discounts = values.money("discount_cost");
      return t`Margin ${margin} (80% range ${low} to ${high}) and ${cleared} units of excess cleared, with ${discounts} given away in discounts.`;
    },
    next_nothing: (values) => {
      const gain = values.money("gain");
      return t`Next best is doing nothing, which forgoes the ${gain}.`;
    },
    next_offer: (values) => {
      const gain = values.signedMoney("gain");
      const chance = values.share("p_gain");
      if (values.is("discount", 0))
        return t`Next best is full price for the same customers: ${gain}, chance that it pays on average ${chance}.`;
      const discount = values.discount("discount");
      return t`Next best is ${discount} off for the same customers: ${gain}, chance that it pays on average ${chance}.`;
    },
    change_cost: (values) => {
      const dearest = values.money("dearest");
      const now = values.money("unit_cost");
      const source = costSource(values);
      return t`A unit cost above ${dearest} (now ${now}, ${source}) would leave less than the margin floor.`;
    },
    change_stock_clearing: (values) => {
      const stock = units(values, "cover_units");
      return t`Stock of ${stock} or less would leave nothing to clear.`;
    },
    change_stock_selling: (values) => {
      const expectedUnits = units(values, "expected_units");
      return t`Stock below the ${expectedUnits} it is expected to sell would stop it.`;
    },
    advice_untold: () =>
      t`Leave prices as they are, or test one: prices hardly changed in your sales data, so we can't tell how customers respond.`,
    advice_none: (values) => {
      const products = values.number("products");
      const gain = values.money("min_gain");
      const chance = values.share("min_p_gain");
      return t`Don't run a campaign this week: none of ${products} products is expected to gain at least ${gain} with a chance of ${chance}.`;
    },
    advice_campaigns: (values) => {
      const campaigns = values.number("campaigns");
      const products = values.number("products");
      const discounted = values.number("with_discount");
      const gain = values.money("gain");
      const found = t`Recommended campaigns: ${campaigns} out of ${products} products that could be promoted, ${discounted} with a discount. They should bring ${gain} more than doing nothing.`;
      return values.is("all_told", true) ? t`${found} Nothing else meets the minimum gain.` : found;
    },
  };
}

/** Writes a statement of the plan; in the service's English where this page has no words for it. */
export function usePlanSentence(): (
  statement: Statement | null | undefined,
  english: string,
  currency: string,
) => string {
  const renderers = usePlanRenderers();
  const formats = useFormats();
  return (statement, english, currency) =>
    renderStatement(renderers, statement, english, formats, currency);
}

/** Why a row stands in the plan, in the page's language; null where the plan gives no reason. */
export function useReasonOf(): (row: Schemas["PlanRow"]) => string | null {
  const sentence = usePlanSentence();
  return (row) => {
    const statements = row.explanation?.statements;
    if (row.reason === null || !statements) return row.reason;
    return sentence(statements.reason, row.reason, statements.currency);
  };
}
