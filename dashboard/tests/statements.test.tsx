import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ProblemError } from "../src/api/client";
import { Formats } from "../src/format/intl";
import { useClaimTexts, useViolationText } from "../src/sentences/claims";
import { useFileRenderers } from "../src/sentences/files/renderers";
import { useProblemSentence, useServiceRenderers } from "../src/sentences/problems";
import { renderStatement, type Statement } from "../src/sentences/statements";
import { type Language, REGIONS, renderHookIn } from "./renderHookIn";

/** Every code and the names of its values; a test in Python compares them with the services' code. */
const STATED: Record<string, string[]> = JSON.parse(readFileSync("tests/statements.json", "utf8"));
const DAYS = new Set(["as_of", "sent_on", "today", "last"]);
const TEXTS: Record<string, string> = {
  by: "Ada",
  campaign: "X1_VIP",
  column: "unit_price",
  columns: "Receipt, What",
  customer: "12347",
  field: "recency",
  file: "sales.csv",
  given: "viewer",
  kind: "stock",
  known: "en, de",
  language: "tlh",
  missing: "ordered_at",
  move: "approve",
  needed: "planner",
  product: "22423",
  products: "22423",
  reason: "zero_quantity",
  segment: "VIP Customers",
  service: "genai-svc",
  snapshot: "20110909T060000.000000Z-a1b2c3",
  status: "draft",
  text: "31.02.2011",
  wanted: "sales",
  who: "Grace",
};
/** Values that are of another kind in one sentence than in the others. */
const OWN: Record<string, Statement["values"]> = {
  as_of_out_of_range: { first: 1900, last: 2200 },
  few_customers: { needed: 50 },
  service_failed: { status: 500 },
  own_work: { keys: true },
  stock_value_unusable: { whole: true },
};

/** The sentences of every page. */
function useAllRenderers() {
  return { ...useServiceRenderers(), ...useFileRenderers() };
}

function valuesOf(code: string): Statement["values"] {
  const values = (STATED[code] ?? []).map((name): [string, string | number] => {
    if (DAYS.has(name)) return [name, "2011-09-09"];
    return [name, TEXTS[name] ?? 1];
  });
  return { ...Object.fromEntries(values), ...OWN[code] };
}

function render(language: Language, statement: Statement, otherwise = "as it came"): string {
  const formats = new Formats(REGIONS[language], "UTC");
  const renderers = renderHookIn(language, useAllRenderers);
  return renderStatement(renderers, statement, otherwise, formats, "EUR").replaceAll(/\s/g, " ");
}

test.each(Object.keys(STATED))("%s has a sentence in English and in German", (code) => {
  const statement = { code, values: valuesOf(code) };
  const [inEnglish, inGerman] = [render("en", statement), render("de", statement)];
  expect(inEnglish).not.toBe("as it came");
  expect(inGerman).not.toBe("as it came");
  expect(inGerman).not.toBe(inEnglish);
  expect(inEnglish + inGerman).not.toMatch(/[{}]|undefined|NaN|as_of|--/);
});

test("no sentence of the page waits for a code that no service has", () => {
  const own = ["unreachable", "unexplained"];
  const known = Object.keys(renderHookIn("en", useAllRenderers)).filter(
    (code) => !own.includes(code),
  );
  expect(known.sort()).toEqual(Object.keys(STATED).sort());
});

test("numbers and days are written as the language writes them", () => {
  const future = {
    code: "dates_in_future",
    values: { file: "sales.csv", lines: 1200, all: 1500, today: "2026-11-27" },
  };
  expect(render("de", future)).toBe(
    "sales.csv: 1.200 der 1.500 Zeilen liegen nach heute, 27. Nov. 2026. Korrigieren Sie die " +
      "Daten, oder wählen Sie bei der Aktualisierung einen Stichtag.",
  );
  expect(render("en", future)).toContain(
    "1,200 of its 1,500 lines are dated after today, 27 Nov 2026",
  );
  const large = { code: "upload_too_large", values: { most: 2_147_483_648 } };
  expect(render("de", large)).toContain("2,1 GB");
});

test("a definition tells each centre of its segment", () => {
  const values = {
    ...valuesOf("definition_vip"),
    centres: 2,
    orders_2: 40,
    money_2: 9000,
    days_2: 3,
  };
  const text = render("de", { code: "definition_vip", values });
  expect(text).toContain(" oder 40 Bestellungen für zusammen 9.000 €, die letzte vor 3 Tagen.");
});

function problem(part: object) {
  const whole = { type: "urn:x", title: "x", status: 422, code: "x", detail: "As it came." };
  return new ProblemError({ ...whole, trace_id: "", ...part }, 422);
}

test("a problem without a statement reads field by field, or as it came", () => {
  const sentence = renderHookIn("de", useProblemSentence);
  const statement = { code: "field_above", values: { field: "discount", limit: 100 } };
  const errors = [{ field: "discount", message: "too much", statement }];
  expect(sentence(problem({ errors }))).toBe("Rabatt: höchstens 100.");
  expect(sentence(problem({ errors: [...errors, { field: "x", message: "?" }] }))).toBe(
    "As it came.",
  );
  expect(sentence(problem({}))).toBe("As it came.");
});

test("what the claims check says goes by its rule", () => {
  const violationText = renderHookIn("de", useViolationText);
  expect(violationText({ rule: "length", text: "1600 words", message: "Too long." })).toEqual([
    "1.600 Wörter",
    "Der Text ist zu lang.",
  ]);
  expect(violationText({ rule: "new", text: "100 %", message: "No." })).toEqual(["100 %", "No."]);
  expect(Object.keys(renderHookIn("de", useClaimTexts)).length).toBeGreaterThan(20);
});
