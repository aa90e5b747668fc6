import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { useAssumptionText } from "../src/sentences/assumptions";
import { type Language, renderHookIn } from "./renderHookIn";

const COST = {
  name: "unit_cost_share",
  value: 0.7,
  unit_code: "share_of_shelf_price",
  applies_to_code: "unit_cost",
};

function texts(language: Language, entry: Schemas["StatedAssumption"]) {
  const { value, unit, appliesTo } = renderHookIn(language, useAssumptionText)(entry);
  return [`${value} ${unit}`.replaceAll(/\s/g, " ").trim(), appliesTo];
}

test("units and places are looked up by code, in the page's language", () => {
  expect(texts("en", COST)).toEqual(["70% of the shelf price", "unit cost if no file states it"]);
  expect(texts("de", COST)).toEqual([
    "70 % des Regalpreises",
    "Stückkosten, wenn keine Datei sie nennt",
  ]);
});

test("a number is followed by its unit; other values have none", () => {
  const days = { ...COST, unit_code: "days" };
  expect(texts("de", { ...days, value: 1 })[0]).toBe("1 Tag");
  expect(texts("de", { ...days, value: 28 })[0]).toBe("28 Tage");
  expect(texts("de", { ...days, value: "unlimited" })[0]).toBe("unbegrenzt");
  expect(texts("en", { ...days, value: "constructor" })[0]).toBe("constructor");
  expect(texts("en", { ...COST, value: 0.999, unit_code: "probability" })[0]).toBe("99.9%");
});

test("without codes, as in older snapshots, the text is shown unchanged", () => {
  const older = { name: "lead_time_days", value: 7, unit: "days", applies_to: "lead times" };
  expect(texts("de", older)).toEqual(["7 days", "lead times"]);
});

test("statistics are only shown in the details", () => {
  const textOf = renderHookIn("en", useAssumptionText);
  const trend = textOf({ name: "trend_z", value: 2, unit_code: "standard_deviations" });
  expect(`${trend.value} ${trend.unit}`).toBe("2 times the usual variation");
  expect(trend.detail).toContain("z-score");
  expect(trend.reason).not.toContain("z-score");
  expect(textOf(COST).detail).toBe("");
});
