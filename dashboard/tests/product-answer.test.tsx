import { screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "../src/api/client";
import { Answer } from "../src/pages/product/Answer";
import { renderWithProviders } from "./renderWithProviders";

const ITEM = {
  stock_code: "A",
  product_name: "A",
  current_stock: 0,
  dead_stock: false,
  lead_time_days: 6,
  lead_time_source: "uploaded",
  money_bound: 0,
  overstock_units: 0,
  pack_size: 1,
  pack_source: "uploaded",
  safety_stock: 1,
  spread_source: "forecast",
  reorder_point: 2,
  suggested_order: 2,
} as Schemas["InventoryAnswer"];

const DEMAND = {
  method: "silent_8_weeks",
  first_day: "2018-01-03",
  days: [1, 1, 1, 1, 1, 1, 1],
  predicted_7d_demand: 7,
  p10: 7,
  p90: 7,
};

beforeEach(() => {
  vi.stubGlobal("fetch", async (request: Request) =>
    request.url.includes("/demand")
      ? Response.json(DEMAND)
      : Response.json({ title: "Not found", status: 404 }, { status: 404 }),
  );
});

const open = (change: Partial<Schemas["InventoryAnswer"]>) =>
  renderWithProviders(<Answer item={{ ...ITEM, ...change }} />);

test("a product without stock is out of stock, and an order has a day of arrival", async () => {
  open({});
  await screen.findByText("Out of stock. Ordered now, it arrives Jan 9, 2018.");
});

test("without an order there is no day of arrival", async () => {
  open({ suggested_order: 0 });
  await screen.findByText("Out of stock.");
});

test("two equal days are stated once", async () => {
  open({ current_stock: 3 });
  await screen.findByText("Runs out Jan 6, 2018; ordered now, it arrives Jan 9, 2018.");
});

test("the sum of a product with enough stock is true, and its method is in words", async () => {
  open({ current_stock: 6, suggested_order: 0 });
  await screen.findByText("Lasts until Jan 9, 2018.");
  expect(document.body.textContent).toContain("1 safety − 6 in stock = −4, so no order");
  await screen.findByText("Forecast method: no demand assumed after 8 weeks without sales");
  expect(document.body.textContent).not.toContain("The order is large enough");
});
