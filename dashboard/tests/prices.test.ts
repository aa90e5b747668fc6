import { expect, test } from "vitest";
import { pricesOf } from "../src/pages/product/prices";

const week = (first_day: string, price: number | null, shelf_price: number | null) => ({
  first_day,
  price,
  shelf_price,
  units: 1,
  orders: 1,
  returned: 0,
  revenue: price ?? 0,
});

test("a week well below the shelf price is a promotion; a week without a sale has no price", () => {
  const found = pricesOf([
    week("2017-01-02", 2, 2),
    week("2017-01-09", 1.97, 2),
    week("2017-01-16", 1.5, 2),
    week("2017-01-23", null, null),
  ]);
  expect(found.weeks).toHaveLength(3);
  expect(found.promoted.map((one) => one.first_day)).toEqual(["2017-01-16"]);
  expect(found.cheapest?.price).toBe(1.5);
  expect(found.shelfKnown).toBe(true);
});

test("a ledger without shelf prices has no promotions", () => {
  const found = pricesOf([week("2011-01-03", 2, null), week("2011-01-10", 1, null)]);
  expect(found.shelfKnown).toBe(false);
  expect(found.promoted).toEqual([]);
});
