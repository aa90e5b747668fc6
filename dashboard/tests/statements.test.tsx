import { readFileSync } from "node:fs";
import { join } from "node:path";
import { useLingui } from "@lingui/react";
import { expect, test } from "vitest";
import { ProblemError } from "../src/api/client";
import { Formats } from "../src/format/intl";
import { useViolationText } from "../src/sentences/claims";
import { useProblemSentence, useSentenceWriter } from "../src/sentences/problems";
import { SentenceWriter } from "../src/sentences/sentence";
import type { Statement } from "../src/sentences/statements";
import { type Language, REGIONS, renderHookIn } from "./renderHookIn";

interface Rendered extends Statement {
  currency: string;
  en: string;
  de: string;
}

const SHARED = join("..", "shared");
const CATALOGUE = JSON.parse(readFileSync(join(SHARED, "contract/sentences/en.json"), "utf8"));
/** Sentences as the services write them, too: a test in Python compares. */
const RENDERED: Rendered[] = JSON.parse(
  readFileSync(join(SHARED, "tests/rendered_sentences.json"), "utf8"),
);
const CODES = Object.values<Record<string, string>>(CATALOGUE.sentences).flatMap((group) =>
  Object.entries(group),
);
const SAMPLES: Record<string, string> = {
  day: "2011-09-09",
  role: "planner",
  segment: "VIP Customers",
  status: "draft",
  field: "recency",
  fields: "recency, ordered_at",
  objective: "Retention",
  defect: "zero_quantity",
  upload: "stock",
};

/** A value for each argument of a message: a number, or a text where its kind is of texts. */
function valuesOf(message: string): Statement["values"] {
  const values: Statement["values"] = {};
  for (const [, name = "", kind = ""] of message.matchAll(/\{(\w+), (\w+)[,}]/g)) {
    if (kind === "list") Object.assign(values, { orders_1: 4, money_1: 900, days_1: 2 });
    if (kind !== "select") values[name] = SAMPLES[kind] ?? 1;
  }
  for (const [, name = ""] of message.matchAll(/\{(\w+)(?:\}|, select)/g)) values[name] ??= "X1";
  return values;
}

function write(language: Language, statement: Statement, currency = "EUR"): string | null {
  const { i18n } = renderHookIn(language, useLingui);
  const formats = new Formats(REGIONS[language], "UTC");
  const text = new SentenceWriter(i18n, formats, currency).write(statement);
  // Intl puts spaces that do not break before units.
  return text?.replaceAll(/\s/g, " ") ?? null;
}

test.each(CODES)("%s is written in English and in German", (code, message) => {
  const statement = { code, values: valuesOf(message) };
  const [english, german] = [write("en", statement), write("de", statement)];
  expect(english).toMatch(/\S{2}/);
  expect(german).toMatch(/\S{2}/);
  expect(german).not.toBe(english);
  expect(`${english}${german}`).not.toMatch(/[{}]|undefined|NaN|__|--|\ufffc/);
});

test.each(RENDERED)("$code reads as the services write it", (one) => {
  expect(write("en", one, one.currency)).toBe(one.en);
  expect(write("de", one, one.currency)).toBe(one.de);
});

test("a statement without a required value is not rendered", () => {
  expect(write("en", { code: "file_empty", values: {} })).toBeNull();
  expect(write("en", { code: "not_of_this_version", values: {} })).toBeNull();
  expect(write("en", { code: "toString", values: {} })).toBeNull();
});

test("user input appears in the sentence unchanged", () => {
  const values = { text: "{most} # it's __x", file: "a'{b}.csv", line: 3 };
  expect(write("en", { code: "date_unreadable", values })).toContain("“{most} # it's __x”");
});

function problem(part: object) {
  const whole = { type: "urn:x", title: "x", status: 422, code: "x", detail: "As it came." };
  return new ProblemError({ ...whole, trace_id: "", ...part }, 422);
}

test("a problem without a statement is shown by field, or unchanged", () => {
  const sentence = renderHookIn("de", useProblemSentence);
  const statement = { code: "field_above", values: { field: "discount", limit: 100 } };
  const errors = [{ field: "discount", message: "too much", statement }];
  expect(sentence(problem({ errors }))).toBe("Rabatt: höchstens 100.");
  expect(sentence(problem({ errors: [...errors, { field: "x", message: "?" }] }))).toBe(
    "As it came.",
  );
  expect(sentence(problem({}))).toBe("As it came.");
  const unknown = { statement: { code: "not_of_this_version", values: {} } };
  expect(sentence(problem(unknown))).toBe("As it came.");
});

test("findings of the claims check are looked up by rule", () => {
  const violationText = renderHookIn("de", useViolationText);
  expect(violationText({ rule: "length", text: "1600 words", message: "Too long." })).toEqual([
    "1.600 Wörter",
    "Kürzen Sie den Text: Er ist zu lang.",
  ]);
  expect(
    violationText({ rule: "template_body", text: "a tab", message: "No.", reason: "tab" }),
  ).toEqual(["ein Tabulator", "Ändern Sie das: WhatsApp akzeptiert es in einer Vorlage nicht."]);
  expect(violationText({ rule: "new", text: "100 %", message: "No." })).toEqual(["100 %", "No."]);
});

test("a line's position is its number, else its sheet and row", () => {
  const writer = renderHookIn("de", useSentenceWriter);
  expect(writer.place({ code: "x", values: { line: 12000 } })).toBe("Zeile 12000");
  expect(writer.place({ code: "x", values: { sheet: "Mai", row: 3 } })).toBe("Blatt Mai, Zeile 3");
});
