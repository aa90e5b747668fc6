import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../format/context";

interface Assumption {
  name: string;
  value?: unknown;
  unit?: string | null;
  applies_to?: string | null;
  reason?: string | null;
}

/** An assumption that comes as an object of any shape. */
export function assumptionOf(entry: Record<string, unknown>): Assumption {
  const text = (name: string) => (typeof entry[name] === "string" ? entry[name] : null);
  return {
    name: String(entry.name),
    value: entry.value,
    unit: text("unit"),
    applies_to: text("applies_to"),
    reason: text("reason"),
  };
}

/** One assumption in the page's language. */
export interface AssumptionText {
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
    unit_cost_share: [t`unit cost`, t`The ledger has no costs; upload them with the stock file.`],
    lead_time_days: [
      t`lead time`,
      t`The ledger has no lead times; upload them with the stock file.`,
    ],
    pack_size: [t`pack size`, t`The ledger has no pack sizes; upload them with the stock file.`],
    shelf_life_days: [
      t`shelf life`,
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
    abc_share_a: [t`ABC: where A ends`, t`A cut-off of ours, set in one place.`],
    abc_share_b: [t`ABC: where B ends`, t`A cut-off of ours, set in one place.`],
    xyz_cut_x: [t`XYZ: where X ends`, t`A cut-off of ours, set in one place.`],
    xyz_cut_y: [t`XYZ: where Y ends`, t`A cut-off of ours, set in one place.`],
    dead_stock_silence: [t`dead stock silence`, t`A cut-off of ours, set in one place.`],
    lost_sales_window: [t`lost sales window`, t`A cut-off of ours, set in one place.`],
    simulated_review_period: [
      t`simulated review period`,
      t`No stock count was uploaded; stock is what this policy would have left.`,
    ],
    simulated_service_level: [
      t`simulated service level`,
      t`No stock count was uploaded; stock is what this policy would have left.`,
    ],
    simulated_demand_history: [
      t`simulated demand history`,
      t`No stock count was uploaded; stock is what this policy would have left.`,
    ],
    simulated_replay_length: [
      t`simulated replay length`,
      t`No stock count was uploaded; stock is what this policy would have left.`,
    ],
    new_window_days: [
      t`how long one counts as new`,
      t`A ledger does not say when a customer stops being new.`,
    ],
    new_max_orders: [
      t`most orders of a new customer`,
      t`The median number of orders: above it a customer is no beginner.`,
    ],
    lapsed_after_days: [
      t`lapsed after`,
      t`Halfway from the silence of the At-Risk to that of the Lost.`,
    ],
    at_risk_min_silence_days: [
      t`at risk: least silence`,
      t`Who ordered as lately as the median customer, or within a week, does not become At-Risk.`,
    ],
    at_risk_until_seen_within_days: [
      t`at risk until seen within`,
      t`Who was At-Risk has to be seen this lately to be called back.`,
    ],
    lost_min_silence_days: [
      t`lost: least silence`,
      t`Who ordered within three weeks does not become Lost.`,
    ],
    lost_until_seen_within_days: [
      t`lost until seen within`,
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
      t`buys again within 90 days`,
      t`Too few customers, or nobody bought twice: no activity is expected of anybody.`,
    ],
    Expected_Spend_90d: [
      t`expected spend, 90 days`,
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
    max_discount: [t`largest discount`, t`Largest discount, in percent.`],
    margin_floor: [
      t`margin floor`,
      t`Margin that stays after the discount, share of price; below 0 asks for sales below cost.`,
    ],
    discount_budget: [t`discount budget`, t`Most money given away in discounts, expected.`],
    max_campaigns: [t`most campaigns`, t`Most campaigns in one plan.`],
    max_per_customer: [
      t`most campaigns per segment`,
      t`Most campaigns that address the same segment's customers.`,
    ],
    max_per_category: [
      t`most campaigns per category`,
      t`Most campaigns among products of one category, which stand in for each other.`,
    ],
    min_gain: [t`least gain`, t`Campaigns that gain less money are not worth the work.`],
    min_p_gain: [t`least chance of a gain`, t`Least probability that a campaign gains anything.`],
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
    min_freed: [
      t`least stock freed`,
      t`Clearance target: excess stock to be freed, money at cost.`,
    ],
    cover_weeks: [t`cover weeks`, t`Stock beyond this many weeks of demand is excess.`],
    campaign_weeks: [t`campaign weeks`, t`Weeks a campaign lasts; 7-day demand sells anyway.`],
    holding_cost_share: [
      t`holding cost share`,
      t`Share of its cost that excess stock ends up losing: holding, obsolescence.`,
    ],
    locked: [t`locked`, t`Products the manager has decided.`],
    trend_days: [t`trend days`, t`Days compared with as many before, for the trend.`],
    trend_change: [t`trend change`, t`Least relative change that counts as a trend.`],
    trend_z: [t`trend, z-score`, t`Least z-score of the change in order lines for a trend.`],
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
    campaigns: t`campaigns`,
    "share of shelf price": t`of the shelf price`,
    "share of revenue": t`of revenue`,
    "coefficient of variation": t`coefficient of variation`,
    "standard deviations": t`standard deviations`,
    money: t`money`,
    "of each week beyond the forecast's": t`of each week beyond the forecast's`,
    "correlation of forecast misses": t`correlation of forecast misses`,
    "(variance - mean) / mean² of a week's units": t`(variance - mean) / mean² of a week's units`,
    quantile: t`quantile`,
    buyers: t`buyers`,
  };
}

function useSingular(): Record<string, string> {
  const { t } = useLingui();
  return {
    days: t`day`,
    weeks: t`week`,
    units: t`unit`,
    orders: t`order`,
    customers: t`customer`,
    campaigns: t`campaign`,
    buyers: t`buyer`,
  };
}

/** Units whose numbers are shares of one: read as percent. */
const SHARES = new Set(["share", "share of shelf price", "share of revenue", "probability"]);
/** Of these, the ones that the percent sign says in full. */
const PLAIN_SHARES = new Set(["share", "probability"]);

function usePlaces(): Record<string, string> {
  const { t } = useLingui();
  return {
    "the plan": t`the plan`,
    "segment labels": t`segment labels`,
    segments: t`segments`,
    customers: t`customers`,
    "Unit_Cost where Cost_Source is assumed": t`unit cost, where no file tells it`,
    "Lead_Time_Days where Lead_Time_Source is assumed, and simulated stock": t`lead time, where no file tells it, and simulated stock`,
    "Pack_Size where Pack_Source is assumed": t`pack size, where no file tells it`,
    "Suggested_Order where Shelf_Life_Days is empty": t`suggested order, where no file tells a shelf life`,
    "Safety_Stock to Stock_Out_Probability where Spread_Source is assumed": t`safety stock and stock-out risk, where the forecast has no range`,
    Reorder_Point: t`reorder point`,
    Suggested_Order: t`suggested order`,
    Overstock_Units: t`units too many`,
    ABC: t`ABC class`,
    XYZ: t`XYZ class`,
    Dead_Stock: t`dead stock`,
    Lost_Sales_Units: t`lost sales`,
    "Current_Stock where Stock_Source is simulated": t`stock on hand, where it is simulated`,
    "P_Active_90d, Expected_Spend_90d": t`who buys again, and for how much, within 90 days`,
  };
}

/** Writes an assumption; what this page has no words for comes as the service said it. */
export function useAssumptionText(): (stated: Assumption) => AssumptionText {
  const { t } = useLingui();
  const formats = useFormats();
  const texts = useAssumptionTexts();
  const units = useUnits();
  const singular = useSingular();
  const places = usePlaces();
  const values: Record<string, string> = {
    none: t`none`,
    unlimited: t`unlimited`,
    empty: t`empty`,
    true: t`yes`,
    false: t`no`,
  };
  const shownValue = (value: unknown, unit: string): string => {
    if (typeof value === "number") {
      if (!SHARES.has(unit)) return formats.decimal(value, 4);
      return formats.percent(value, Number.isInteger(Math.round(value * 1e6) / 1e4) ? 0 : 1);
    }
    if (typeof value === "object") return JSON.stringify(value);
    return known(values, String(value)) ?? String(value);
  };
  const shownUnit = (stated: Assumption, unit: string): string => {
    // "unlimited" and "none" are of no unit; a percent sign is one.
    if (typeof stated.value !== "number" || PLAIN_SHARES.has(unit)) return "";
    const one = stated.value === 1 ? known(singular, unit) : undefined;
    // A setting whose name tells its unit repeats its last word there: no unit of its own.
    return one ?? known(units, unit) ?? (stated.name.endsWith(unit) ? "" : unit);
  };
  return (stated) => {
    const text = known(texts, stated.name);
    const unit = stated.unit ?? "";
    const place = stated.applies_to ?? "–";
    return {
      label: text?.[0] ?? stated.name.replaceAll("_", " "),
      value: shownValue(stated.value, unit),
      unit: shownUnit(stated, unit),
      appliesTo: known(places, place) ?? place.replaceAll("_", " "),
      reason: text?.[1] ?? stated.reason ?? "",
    };
  };
}

/** What is listed under a name, and not what every object has. */
function known<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
