import { useLingui } from "@lingui/react/macro";
import type { Schemas } from "../api/client";
import { useCurrency, useFormats } from "../format/context";
import { useNames } from "../names/catalogue";

type Assumption = Schemas["StatedAssumption"];

/** One assumption in the page's language. */
export interface AssumptionText {
  label: string;
  value: string;
  unit: string;
  appliesTo: string;
  reason: string;
  /** The statistics behind it; empty where there are none. */
  detail: string;
}

/** Units whose numbers are shares of one: read as percent. */
const SHARES = new Set([
  "share",
  "share_of_shelf_price",
  "share_of_revenue",
  "probability",
  "quantile",
  "coefficient_of_variation",
  "typical_week",
]);
/** Units that the number itself shows, by a percent sign or a currency. */
const IN_NUMBER = new Set(["share", "probability", "money"]);

/** Writes the value of an assumption: a number by its unit, a word in the page's language. */
function useValueText(): (value: unknown, unit: string) => string {
  const { t } = useLingui();
  const formats = useFormats();
  const currency = useCurrency();
  const words: Record<string, string> = {
    none: t`none`,
    unlimited: t`unlimited`,
    empty: t`empty`,
    true: t`yes`,
    false: t`no`,
  };
  return (value, unit) => {
    if (typeof value === "object") return JSON.stringify(value);
    if (typeof value !== "number") return known(words, String(value)) ?? String(value);
    if (unit === "money") return formats.money(value, currency);
    if (!SHARES.has(unit)) return formats.decimal(value, 4);
    return formats.percent(value, Number.isInteger(Math.round(value * 1e6) / 1e4) ? 0 : 1);
  };
}

/** Writes an assumption; what this page has no words for comes as the service said it. */
export function useAssumptionText(): (stated: Assumption) => AssumptionText {
  const label = useNames("assumption");
  const reason = useNames("assumption_reason");
  const detail = useNames("assumption_detail");
  const units = useNames("unit");
  const appliesTo = useNames("applies_to");
  const valueText = useValueText();
  const unitText = ({ value, unit_code, unit }: Assumption): string => {
    // "unlimited" and "none" are of no unit.
    if (typeof value !== "number" || IN_NUMBER.has(unit_code ?? "")) return "";
    return unit_code ? units(unit_code, { count: value }) : (unit ?? "");
  };
  return (stated) => {
    const reasonText = reason(stated.name);
    const detailText = detail(stated.name);
    return {
      label: label(stated.name).replaceAll("_", " "),
      value: valueText(stated.value, stated.unit_code ?? ""),
      unit: unitText(stated),
      appliesTo: stated.applies_to_code
        ? appliesTo(stated.applies_to_code)
        : (stated.applies_to ?? "–"),
      reason: reasonText === stated.name ? (stated.reason ?? "") : reasonText,
      detail: detailText === stated.name ? "" : detailText,
    };
  };
}

/** What is listed under a name, and not what every object has. */
function known<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
