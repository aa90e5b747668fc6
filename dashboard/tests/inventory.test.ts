import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { csvField, csvText } from "../src/format/csv";
import { shownAsCsv } from "../src/pages/inventory/export";
import { InventoryIndex } from "../src/pages/inventory/InventoryIndex";
import { sortedPositions } from "../src/pages/inventory/sorting";
import { currentView } from "../src/pages/inventory/views";

const NONE = { q: "", status: "", abc: "", xyz: "", need: "" };
const NAMES = ["Green Tea", "Black Tea", "Mug, green"];
const TABLE: Schemas["InventoryTable"] = {
  snapshot: "s",
  as_of: null,
  rows: 3,
  columns: {
    stock_code: ["00123", "B/2", "C3"],
    product_name: NAMES,
    predicted_7d_demand: [2, null, 9],
    current_stock: [1, 5, 0],
    days_of_cover: [3.5, null, 0],
    stock_out_probability: [0.1, 0.2, 0.9],
    suggested_order: [0, 0, 12],
    overstock_units: [0, 1, 0],
    money_bound: [0, 4.5, 0],
    unit_price: [2, 2, 3],
    days_since_last_sale: [1, 200, 2],
    lost_sales_units: [0, 0, 3],
  },
  codes: {
    inventory_status: { values: ["HEALTHY", "UNDERSTOCKED"], places: [0, 0, 1] },
    stock_source: { values: ["simulated"], places: [0, 0, 0] },
    cost_source: { values: ["assumed"], places: [0, 0, 0] },
    abc: { values: ["A", "C"], places: [0, 1, null] },
    xyz: { values: [], places: [null, null, null] },
    dead_stock: { values: [false, true], places: [0, 1, 0] },
  },
};
const index = new InventoryIndex(TABLE);
const found = (filters: object) => [...index.matching({ ...NONE, ...filters }, null)];

test("every search term must occur in the name or the code", () => {
  expect(found({ q: "green" })).toEqual([0, 2]);
  expect(found({ q: "tea GREEN" })).toEqual([0]);
  expect(found({ q: "b/2" })).toEqual([1]);
  expect(found({ q: "coffee" })).toEqual([]);
});

test("incremental search finds the same rows as a new search", () => {
  for (const filters of [
    { q: "g" },
    { q: "gr" },
    { q: "gr", abc: "A" },
    { q: "g", abc: "A" },
    { q: "green t", abc: "A" },
    { q: "green t" },
    {},
    { q: "tea" },
  ]) {
    const fresh = new InventoryIndex(TABLE);
    expect(found(filters)).toEqual([...fresh.matching({ ...NONE, ...filters }, null)]);
  }
});

test("filters are combined", () => {
  expect(found({ status: "UNDERSTOCKED" })).toEqual([2]);
  expect(found({ status: "UNDERSTOCKED", q: "tea" })).toEqual([]);
  expect(found({ abc: "C" })).toEqual([1]);
  expect(found({ xyz: "X" })).toEqual([]);
  expect(found({ need: "order" })).toEqual([2]);
  expect(found({ need: "dead" })).toEqual([1]);
  expect(found({ need: "lost" })).toEqual([2]);
});

test("totals cover the filtered rows, ignoring unknown values", () => {
  expect(index.sums(Uint32Array.of(0, 1, 2))).toEqual({
    current_stock: 6,
    predicted_7d_demand: 11,
    suggested_order: 12,
    money_bound: 4.5,
  });
  expect(index.sums(index.matching({ ...NONE, q: "mug" }, null)).current_stock).toBe(0);
});

test("a view's count is the number of rows that match its filters", () => {
  for (const filters of [NONE, { ...NONE, need: "order" }, { ...NONE, status: "UNDERSTOCKED" }]) {
    const fresh = new InventoryIndex(TABLE);
    expect(index.count(filters)).toBe(fresh.matching(filters, null).length);
  }
});

test.each([
  [{}, "all"],
  [{ q: "tea", abc: "A" }, "all"],
  [{ status: "UNDERSTOCKED" }, "short"],
  [{ need: "dead" }, "dead"],
  [{ status: "HEALTHY" }, ""],
  [{ status: "OVERSTOCKED", need: "order" }, ""],
])("%j is the view %s", (set: Record<string, string>, view) => {
  expect(currentView((name) => set[name] ?? "")).toBe(view);
});

test("rows have the requested order", () => {
  expect([...index.matching({ ...NONE, q: "green" }, Uint32Array.of(2, 1, 0))]).toEqual([2, 0]);
});

test("missing values sort last in both directions, and sorting is stable", () => {
  expect([...sortedPositions([2, null, 9, 2], false, "en")]).toEqual([0, 3, 2, 1]);
  expect([...sortedPositions([2, null, 9, 2], true, "en")]).toEqual([2, 0, 3, 1]);
  expect([...sortedPositions(["Äpfel", "Zimt", "Apfel 10", "Apfel 9"], false, "de")]).toEqual([
    0, 3, 2, 1,
  ]);
});

test("the export has exactly the rows shown, and marks simulated and assumed values", () => {
  const [header, first, ...rest] = shownAsCsv(index, Uint32Array.of(2)).trim().split("\r\n");
  expect(header).toContain("stock_source");
  expect(first).toContain('"Mug, green"');
  expect(first).toContain("simulated");
  expect(first).toContain("assumed");
  expect(rest).toEqual([]);
});

test("codes keep leading zeros, and no field starts a formula", () => {
  expect(csvText(["a"], [["00123"]])).toBe("a\r\n00123\r\n");
  expect(csvField("=HYPERLINK(1)")).toBe("'=HYPERLINK(1)");
  expect(csvField(-3)).toBe("-3");
  expect(csvField('say "hi"')).toBe('"say ""hi"""');
  expect(csvField(null)).toBe("");
});
