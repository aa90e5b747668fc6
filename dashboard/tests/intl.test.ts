import { expect, test } from "vitest";
import { Formats } from "../src/format/intl";

const english = new Formats("en-GB", "Europe/London");
const german = new Formats("de-DE", "Europe/Berlin");

test("money is compact on cards and full in tables, in the shop's currency", () => {
  expect(english.compactMoney(4210.5, "GBP")).toBe("£4.2k");
  expect(english.money(4210.5, "GBP")).toBe("£4,210.50");
  expect(german.money(4210.5, "EUR")).toBe("4.210,50\u00a0€");
  expect(german.compactMoney(4210.5, "EUR")).toBe("4.211\u00a0€");
  expect(english.compactMoney(82.4, "GBP")).toBe("£82");
  expect(english.compactMoney(0.4, "GBP")).toBe("£0.40");
  expect(german.compactMoney(2_245_000, "EUR")).toBe("2,2\u00a0Mio.\u00a0€");
});

test("a share is only shown as 0% or 100% if it is exact", () => {
  expect(english.percent(0.00002, 2)).toBe("<\u00A00.01%");
  expect(english.percent(0)).toBe("0%");
  expect(english.percent(0.9999)).toBe(">\u00A099%");
  expect(english.bytes(830)).toBe("830 bytes");
  expect(english.percent(1)).toBe("100%");
});

test("dates have no time zone, and times have the shop's", () => {
  expect(english.day("2026-11-21")).toBe("21 Nov 2026");
  expect(new Formats("en-GB", "Pacific/Auckland").day("2026-11-21")).toBe("21 Nov 2026");
  expect(german.moment("2026-11-21T17:00:00Z")).toContain("18:00");
});

test("an unknown value is a dash, never 0 or NaN", () => {
  expect(english.count(null)).toBe("–");
  expect(english.money(undefined, "GBP")).toBe("–");
  expect(english.percent(null)).toBe("–");
});

test("axis labels have as many decimals as the step needs", () => {
  expect([0, 0.2, 1].map((tick) => english.tick(tick, 0.2))).toEqual(["0.0", "0.2", "1.0"]);
  expect(english.tick(1200, 200)).toBe("1,200");
});

test("negative numbers have a minus sign, unless they round to zero", () => {
  expect(english.compactMoney(-5.2, "USD")).toBe("\u2212$5");
  expect(english.compactMoney(-4210.5, "GBP")).toBe("\u2212£4.2k");
  expect(german.money(-4.5, "EUR")).toBe("\u22124,50\u00a0€");
  expect(german.signedPercent(-0.03)).toBe("\u22123\u00a0%");
  expect(english.count(-0.2)).toBe("0");
  expect(english.compactMoney(0, "GBP")).toBe("£0");
});
