import { useLingui } from "@lingui/react/macro";
import { useFormats } from "../format/context";
import { useNames } from "../names/catalogue";

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
  const label = useNames("assumption");
  const reason = useNames("assumption_reason");
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
    const reasonText = reason(stated.name);
    const unit = stated.unit ?? "";
    const place = stated.applies_to ?? "–";
    return {
      label: label(stated.name).replaceAll("_", " "),
      value: shownValue(stated.value, unit),
      unit: shownUnit(stated, unit),
      appliesTo: known(places, place) ?? place.replaceAll("_", " "),
      reason: reasonText === stated.name ? (stated.reason ?? "") : reasonText,
    };
  };
}

/** What is listed under a name, and not what every object has. */
function known<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
