import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Schemas } from "../src/api/client";
import { OfferChange } from "../src/pages/plan/OfferChange";
import { renderWithProviders } from "./renderWithProviders";

const ROW = {
  stock_code: "22423",
  discount: 0,
  target_cluster: "VIP Customers",
  expected_margin: 18.59,
} as Schemas["PlanRow"];
const sent: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal("fetch", async (request: Request) => {
    if (!request.url.endsWith("/v1/plan:simulate"))
      return Response.json({ snapshots: [], timezone: "UTC", currency: "USD" });
    sent.push(await request.json());
    return Response.json({ rows: [{ expected_margin: 10.7 }] });
  });
});
afterEach(() => vi.unstubAllGlobals());

test("a change shows its effect on price and margin before it is saved", async () => {
  renderWithProviders(<OfferChange row={ROW} discount={10} segment="VIP Customers" />);
  expect(await screen.findByText(/full price → 10%\s·\smargin \$19 → \$11/)).toBeTruthy();
  expect(sent).toMatchObject([
    {
      settings: {
        locked: [{ stock_code: "22423", discount: 10, target_cluster: "VIP Customers" }],
      },
    },
  ]);
});

test("without a change nothing is computed", () => {
  renderWithProviders(<OfferChange row={ROW} discount={0} segment="VIP Customers" />);
  expect(screen.getByRole("status").textContent).toBe("");
  expect(sent).toEqual([]);
});
