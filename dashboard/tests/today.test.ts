import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { runsOut, stockAhead } from "../src/pages/product/projection";
import { type Action, rankedActions } from "../src/pages/today/actions";

const row = (code: string, money: number) =>
  ({
    stock_code: code,
    product_name: code,
    money_at_stake: money,
    objective: "Clear Stock",
    target_cluster: "VIP Customers",
  }) as Schemas["PlanRow"];
const short = (code: string, money: number | null) =>
  ({ stock_code: code, product_name: code, money, units: 3 }) as Schemas["StockRisk"];
const ids = (actions: Action[]) => actions.map((action) => action.id);

test("actions of all kinds are sorted by money", () => {
  expect(ids(rankedActions([row("A", 10), row("B", 90)], [short("C", 50)]))).toEqual([
    "promote:B:VIP Customers",
    "order:C",
    "promote:A:VIP Customers",
  ]);
});

test("a product has one action: ordering comes before promoting", () => {
  expect(ids(rankedActions([row("A", 100)], [short("A", 5)]))).toEqual(["order:A"]);
});

test("a shortage without a known price is not an action", () => {
  expect(rankedActions([], [short("A", null), short("B", 0)])).toEqual([]);
});

const monday = new Date("2026-11-16T00:00:00Z");
const week = { firstDay: monday, days: [1, 1, 1, 1, 1, 0, 0], p10: 1, p90: 10 };

test("stock falls by each day's demand, except on closed days", () => {
  const points = stockAhead(8, week);
  expect(points.slice(0, 8).map((point) => point.value)).toEqual([7, 6, 5, 4, 3, 3, 3, 2]);
  expect(runsOut(points)?.toISOString().slice(0, 10)).toBe("2026-11-26");
});

test("high demand runs out of stock earlier than low demand", () => {
  const points = stockAhead(8, week);
  const early = runsOut(points, "low");
  expect(early?.toISOString().slice(0, 10)).toBe("2026-11-20");
  expect(runsOut(points, "high")).toBeNull();
});

test("without demand nothing runs out and no band is drawn", () => {
  const points = stockAhead(8, { ...week, days: [0, 0, 0, 0, 0, 0, 0] });
  expect(runsOut(points)).toBeNull();
  expect(points[0]?.low).toBeUndefined();
});
