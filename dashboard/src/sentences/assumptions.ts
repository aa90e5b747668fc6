import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../format/context";

interface Stated {
  name: string;
  value?: unknown;
  unit?: string | null;
  applies_to?: string | null;
  reason?: string | null;
}

/** One assumption in the page's language. */
export interface Worded {
  label: string;
  value: string;
  unit: string;
  appliesTo: string;
  reason: string;
}

/** Every assumption the services state, by its name: what it is called here, and why it is made. */
export function useAssumptionTexts(): Record<string, readonly [label: string, why: string]> {
  const { t } = useLingui();
  return {
    unit_cost_share: [
      t`unit cost share`,
      t`The ledger has no costs; upload them with the stock file.`,
    ],
    lead_time_days: [
      t`lead time days`,
      t`The ledger has no lead times; upload them with the stock file.`,
    ],
    pack_size: [t`pack size`, t`The ledger has no pack sizes; upload them with the stock file.`],
    shelf_life_days: [
      t`shelf life days`,
      t`The ledger has no shelf lives; upload them with the stock file.`,
    ],
    weekly_demand_dispersion: [
      t`weekly demand dispersion`,
      t`The forecast gives no P10 and P90 for these products.`,
    ],
    review_period: [
      t`review period`,
      t`A choice of the shop's, set in one place; no ledger tells it.`,
    ],
    service_level: [
      t`service level`,
      t`A choice of the shop's, set in one place; no ledger tells it.`,
    ],
    orders_on_the_way: [
      t`orders on the way`,
      t`A choice of the shop's, set in one place; no ledger tells it.`,
    ],
    usual_week_share: [
      t`usual week share`,
      t`A choice of the shop's, set in one place; no ledger tells it.`,
    ],
    weeks_correlation: [
      t`weeks correlation`,
      t`A choice of the shop's, set in one place; no ledger tells it.`,
    ],
    overstock_cover: [
      t`overstock cover`,
      t`A choice of the shop's, set in one place; no ledger tells it.`,
    ],
    abc_share_a: [t`abc share a`, t`A cut-off of ours, set in one place.`],
    abc_share_b: [t`abc share b`, t`A cut-off of ours, set in one place.`],
    xyz_cut_x: [t`xyz cut x`, t`A cut-off of ours, set in one place.`],
    xyz_cut_y: [t`xyz cut y`, t`A cut-off of ours, set in one place.`],
    dead_stock_silence: [t`dead stock silence`, t`A cut-off of ours, set in one place.`],
    lost_sales_window: [t`lost sales window`, t`A cut-off of ours, set in one place.`],
    simulated_review_period: [
      t`simulated review period`,
      t`Nobody has uploaded a stock count; stock is what this policy would have left.`,
    ],
    simulated_service_level: [
      t`simulated service level`,
      t`Nobody has uploaded a stock count; stock is what this policy would have left.`,
    ],
    simulated_demand_history: [
      t`simulated demand history`,
      t`Nobody has uploaded a stock count; stock is what this policy would have left.`,
    ],
    simulated_replay_length: [
      t`simulated replay length`,
      t`Nobody has uploaded a stock count; stock is what this policy would have left.`,
    ],
    new_window_days: [
      t`new window days`,
      t`A ledger does not say when a customer stops being new.`,
    ],
    new_max_orders: [
      t`new max orders`,
      t`The median number of orders: above it a customer is no beginner.`,
    ],
    lapsed_after_days: [
      t`lapsed after days`,
      t`Halfway from the silence of the At-Risk to that of the Lost.`,
    ],
    at_risk_min_silence_days: [
      t`at risk min silence days`,
      t`Who ordered as lately as the median customer, or within a week, does not become At-Risk.`,
    ],
    at_risk_until_seen_within_days: [
      t`at risk until seen within days`,
      t`Who was At-Risk has to be seen this lately to be called back.`,
    ],
    lost_min_silence_days: [
      t`lost min silence days`,
      t`Who ordered within three weeks does not become Lost.`,
    ],
    lost_until_seen_within_days: [
      t`lost until seen within days`,
      t`Who ordered within two weeks does not stay Lost.`,
    ],
    clear_margin: [
      t`clear margin`,
      t`A label changes only when the customer is clearly beyond the border.`,
    ],
    seasonality: [
      t`seasonality`,
      t`BG/NBD and gamma-gamma know no season: rates are those of the whole history.`,
    ],
    P_Active_90d: [
      t`P Active 90d`,
      t`Too few customers, or nobody bought twice: no activity is expected of anybody.`,
    ],
    Expected_Spend_90d: [
      t`Expected Spend 90d`,
      t`Too few customers with positive spend to expect any.`,
    ],
    customers: [t`customers`, t`No line of the ledger names a customer.`],
    sure_buyer_from: [
      t`sure buyer from`,
      t`Who buys anyway at least so likely, and on whom the discount would lose money, is not offered it; propensity is taken to add to what they buy anyway.`,
    ],
    buying_anyway_prior: [
      t`buying anyway prior`,
      t`Weeks of a customer's category that are mixed into what they buy anyway.`,
    ],
    strategy: [t`strategy`, t`\`rules\` is the fixed table that the optimum is compared to.`],
    ladder: [t`ladder`, t`Discounts the shop uses, in percent, ascending.`],
    max_discount: [t`max discount`, t`Largest discount, in percent.`],
    margin_floor: [
      t`margin floor`,
      t`Margin that stays after the discount, share of price; below 0 asks for sales below cost.`,
    ],
    discount_budget: [t`discount budget`, t`Most money given away in discounts, expected.`],
    max_campaigns: [t`max campaigns`, t`Most campaigns in one plan.`],
    max_per_customer: [
      t`max per customer`,
      t`Most campaigns that address the same segment's customers.`,
    ],
    max_per_category: [
      t`max per category`,
      t`Most campaigns among products of one category, which stand in for each other.`,
    ],
    min_gain: [t`min gain`, t`Campaigns that gain less money are not worth the work.`],
    min_p_gain: [t`min p gain`, t`Least probability that a campaign gains anything.`],
    judged_quantile: [t`judged quantile`, t`Gains are judged on this quantile, not on the mean.`],
    shrink_for_selection: [
      t`shrink for selection`,
      t`Gains are shrunk for being the best of many (optimiser's curse).`,
    ],
    offer_scope: [
      t`offer scope`,
      t`\`segment\`: only the customers addressed get the price; \`everyone\`: the shelf price changes.`,
    ],
    announcement: [
      t`announcement`,
      t`A campaign's message as a share of the shop's mailer, where its effect is known.`,
    ],
    min_freed: [t`min freed`, t`Clearance target: excess stock to be freed, money at cost.`],
    cover_weeks: [t`cover weeks`, t`Stock beyond this many weeks of demand is excess.`],
    campaign_weeks: [t`campaign weeks`, t`Weeks a campaign lasts; 7-day demand sells anyway.`],
    holding_cost_share: [
      t`holding cost share`,
      t`Share of its cost that excess stock ends up losing: holding, obsolescence.`,
    ],
    locked: [t`locked`, t`Products the manager has decided.`],
    trend_days: [t`trend days`, t`Days compared with as many before, for the trend.`],
    trend_change: [t`trend change`, t`Least relative change that counts as a trend.`],
    trend_z: [t`trend z`, t`Least z-score of the change in order lines for a trend.`],
    affinity_days: [t`affinity days`, t`Days of purchases that tell who buys a product.`],
    prior_buyers: [t`prior buyers`, t`Average buyers mixed in, so that few buyers prove little.`],
    history_weeks: [t`history weeks`, t`Weeks of sales that tell the response to price.`],
  };
}

function useUnits(): Record<string, string> {
  const { t } = useLingui();
  return {
    days: t`days`,
    weeks: t`weeks`,
    units: t`units`,
    orders: t`orders`,
    customers: t`customers`,
    percent: t`percent`,
    probability: t`probability`,
    campaigns: t`campaigns`,
    "share of shelf price": t`share of shelf price`,
    "share of revenue": t`share of revenue`,
    "coefficient of variation": t`coefficient of variation`,
    "standard deviations": t`standard deviations`,
    money: t`money`,
    "of each week beyond the forecast's": t`of each week beyond the forecast's`,
    "correlation of forecast misses": t`correlation of forecast misses`,
    "(variance - mean) / mean² of a week's units": t`(variance - mean) / mean² of a week's units`,
    share: t`share`,
    quantile: t`quantile`,
    buyers: t`buyers`,
  };
}

function usePlaces(): Record<string, string> {
  const { t } = useLingui();
  return {
    "the plan": t`the plan`,
    "segment labels": t`segment labels`,
    segments: t`segments`,
    customers: t`customers`,
    "Unit_Cost where Cost_Source is assumed": t`Unit Cost where Cost Source is assumed`,
    "Lead_Time_Days where Lead_Time_Source is assumed, and simulated stock": t`Lead Time Days where Lead Time Source is assumed, and simulated stock`,
    "Pack_Size where Pack_Source is assumed": t`Pack Size where Pack Source is assumed`,
    "Suggested_Order where Shelf_Life_Days is empty": t`Suggested Order where Shelf Life Days is empty`,
    "Safety_Stock to Stock_Out_Probability where Spread_Source is assumed": t`Safety Stock to Stock Out Probability where Spread Source is assumed`,
    Reorder_Point: t`Reorder Point`,
    Suggested_Order: t`Suggested Order`,
    Overstock_Units: t`Overstock Units`,
    ABC: t`ABC class`,
    XYZ: t`XYZ class`,
    Dead_Stock: t`Dead Stock`,
    Lost_Sales_Units: t`Lost Sales Units`,
    "Current_Stock where Stock_Source is simulated": t`Current Stock where Stock Source is simulated`,
    "P_Active_90d, Expected_Spend_90d": t`P Active 90d, Expected Spend 90d`,
  };
}

/** Writes an assumption; what this page has no words for comes as the service said it. */
export function useAssumptionWords(): (stated: Stated) => Worded {
  const { t } = useLingui();
  const formats = useFormats();
  const texts = useAssumptionTexts();
  const units = useUnits();
  const places = usePlaces();
  const values: Record<string, string> = {
    none: t`none`,
    unlimited: t`unlimited`,
    empty: t`empty`,
    true: t`yes`,
    false: t`no`,
  };
  const shownValue = (value: unknown): string => {
    if (typeof value === "number") return formats.decimal(value, 4);
    if (typeof value === "object") return JSON.stringify(value);
    return known(values, String(value)) ?? String(value);
  };
  return (stated) => {
    const text = known(texts, stated.name);
    const unit = stated.unit ?? "";
    const place = stated.applies_to ?? "–";
    return {
      label: text?.[0] ?? stated.name.replaceAll("_", " "),
      value: shownValue(stated.value),
      // A setting whose name tells its unit repeats its last word there: no unit of its own.
      unit: known(units, unit) ?? (stated.name.endsWith(unit) ? "" : unit),
      appliesTo: known(places, place) ?? place.replaceAll("_", " "),
      reason: text?.[1] ?? stated.reason ?? "",
    };
  };
}

/** What is listed under a name, and not what every object has. */
function known<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
