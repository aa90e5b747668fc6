import { expect, test } from "vitest";
import { reasonsOf } from "../src/pages/customers/lookup";
import { usualUnits } from "../src/pages/demand/usualWeek";
import { adviceOf, arrivalOf, orderTerms } from "../src/pages/product/advice";

const ITEM = {
  current_stock: 12,
  dead_stock: false,
  lead_time_days: 9,
  overstock_units: 0,
  safety_stock: 9.2,
  reorder_point: 40,
  suggested_order: 48,
};

test("an order comes before any other advice on the stock", () => {
  expect(adviceOf({ ...ITEM, dead_stock: true, overstock_units: 5 })).toBe("order");
});

test("dead stock is cleared as long as any is left", () => {
  const dead = { ...ITEM, suggested_order: 0, dead_stock: true };
  expect(adviceOf(dead)).toBe("clear");
  expect(adviceOf({ ...dead, current_stock: 0 })).toBe("none");
});

test("surplus is not ordered, and other stock needs no action", () => {
  expect(adviceOf({ ...ITEM, suggested_order: 0, overstock_units: 5 })).toBe("wait");
  expect(adviceOf({ ...ITEM, suggested_order: null })).toBe("none");
});

test("the terms add up to the missing units", () => {
  const terms = orderTerms(ITEM);
  expect(terms).toEqual({ expected: 31, safety: 9, stock: 12, missing: 28, order: 48 });
  expect(orderTerms({ ...ITEM, reorder_point: null })).toBeNull();
  expect(orderTerms({ ...ITEM, current_stock: 60 })?.missing).toBe(0);
});

test("an order arrives after the lead time", () => {
  const first = new Date("2026-11-30T00:00:00Z");
  expect(arrivalOf(first, 9)).toEqual(new Date("2026-12-09T00:00:00Z"));
  expect(arrivalOf(first, null)).toBeNull();
});

test("a usual week is the mean of the last four", () => {
  expect(usualUnits({ units: [100, 1, 2, 3, 6] })).toBe(3);
  expect(usualUnits({ units: [1, 2, 3] })).toBeNull();
});

test("what would change a segment is separate from how it was computed", () => {
  const found = reasonsOf({
    why: ["near", "inside", "silent"],
    why_statements: [
      { code: "why_cluster", values: {} },
      { code: "border_inside", values: {} },
      { code: "silence_moves", values: {} },
    ],
  });
  expect(found.changes.map(({ sentence }) => sentence)).toEqual(["silent"]);
  expect(found.method.map(({ sentence }) => sentence)).toEqual(["near", "inside"]);
});
