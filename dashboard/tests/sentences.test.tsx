import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Formats } from "../src/format/intl";
import { usePlanRenderers } from "../src/sentences/plan";
import { renderStatement, type Statement } from "../src/sentences/statements";
import { REGIONS, renderHookIn } from "./renderHookIn";

const SCHEMAS = JSON.parse(readFileSync("../gateway/gateway/openapi.json", "utf8")).components
  .schemas;

function render(language: "en" | "de", statement: Statement, otherwise = "as it came"): string {
  const renderers = renderHookIn(language, usePlanRenderers);
  const formats = new Formats(REGIONS[language], "UTC");
  // Intl puts spaces that do not break before units.
  return renderStatement(renderers, statement, otherwise, formats, "EUR").replaceAll(/\s/g, " ");
}

const STOCK = { stock: 1310, stock_source: "simulated", cost_source: "assumed" };
const OFFER = {
  ...STOCK,
  demand: 42.5,
  discount: 15,
  target: "Regular Customers",
  target_share: 0.31,
  gain: 1216.71,
  p_gain: 0.91,
};
const VALUES: Record<string, Statement["values"]> = {
  reason_clearing: { ...OFFER, excess: 226, worth: 2017.05 },
  reason_earning: { ...OFFER, discount: 0, target_share: null, unit_margin: 0.3 },
  fact_stock: { ...STOCK, cover: 7.381, excess: 226, cover_weeks: 2, lost: 504.26 },
  fact_response: {
    source: "own",
    elasticity: 2.6,
    elasticity_p10: 2.2,
    elasticity_p90: 3,
    mailed: 0.2,
  },
  fact_money: {
    margin: 3.1,
    margin_p10: -9,
    margin_p90: 18.4,
    stock_cleared: 6.1,
    discount_cost: 11.73,
  },
  next_nothing: { gain: 16.71 },
  next_offer: { discount: 10, gain: 13.2, p_gain: 0.88 },
  change_cost: { dearest: 10.3, unit_cost: 8.92, cost_source: "assumed" },
  change_stock_clearing: { cover_units: 84 },
  change_stock_selling: { expected_units: 48.5 },
  advice_untold: {},
  advice_none: { products: 2900, min_gain: 1, min_p_gain: 0.8 },
  advice_campaigns: {
    campaigns: 12,
    products: 2900,
    with_discount: 9,
    gain: 1816.71,
    all_told: true,
  },
};

const CODES: string[] = SCHEMAS.PlanStatement.properties.code.enum;

test.each(CODES)("%s has a sentence in English and in German", (code) => {
  const statement = { code, values: VALUES[code] ?? {} };
  const [inEnglish, inGerman] = [render("en", statement), render("de", statement)];
  expect(inEnglish).not.toBe("as it came");
  expect(inGerman).not.toBe("as it came");
  expect(inGerman).not.toBe(inEnglish);
  expect(inEnglish + inGerman).not.toMatch(/[{}]|undefined|NaN|–/);
});

test("a reason has the plan's numbers, formatted in each language", () => {
  const text = { code: "reason_clearing", values: VALUES.reason_clearing ?? {} };
  expect(render("en", text)).toBe(
    "1,310 in stock (simulated) for 42.5 expected to sell in 7 days: 226 units worth €2,017 at " +
      "assumed cost are beyond the cover, so offer 15% off to Regular Customers (31% of its " +
      "sales): expected to bring €1,217 against doing nothing (chance that it pays on average 91%).",
  );
  expect(render("de", text)).toBe(
    "1.310 auf Lager (simuliert) bei 42,5 erwarteten Verkäufen in 7 Tagen: 226 Stück im Wert von " +
      "2.017 € (zu angenommenen Kosten) liegen über der angestrebten Reichweite. Deshalb 15 % " +
      "Rabatt anbieten, und zwar für Stammkunden (31 % des Absatzes): erwarteter Gewinn gegenüber " +
      "Nichtstun 1.217 € (Wahrscheinlichkeit, dass es sich im Mittel lohnt: 91 %).",
  );
});

test("gains and losses keep their signs", () => {
  const text = { code: "fact_money", values: VALUES.fact_money ?? {} };
  expect(render("de", text)).toBe(
    "Marge +3,10 € (80-%-Spanne −9,00 € bis +18,40 €) und 6,1 Stück Überbestand abgebaut, bei " +
      "11,73 € an Rabatten.",
  );
});

test("an unknown code is shown with the service's own text", () => {
  expect(render("de", { code: "fact_weather", values: {} }, "It rains.")).toBe("It rains.");
  expect(render("de", { code: "toString", values: {} }, "It rains.")).toBe("It rains.");
  expect(render("de", { code: "fact_money", values: {} }, "Money.")).toBe("Money.");
  const source = { ...VALUES.fact_response, source: "the neighbours" };
  expect(render("de", { code: "fact_response", values: source }, "So.")).toBe("So.");
});
