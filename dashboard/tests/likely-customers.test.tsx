import { screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { LikelyCustomers } from "../src/pages/plan/LikelyCustomers";
import { renderWithProviders } from "./renderWithProviders";

afterEach(() => vi.unstubAllGlobals());

test("who may not see customers is told once which role that needs", async () => {
  vi.stubGlobal("fetch", async (request: Request) => {
    return request.url.endsWith("/v1/session")
      ? Response.json({
          role: "viewer",
          may: { plan_customers: { allowed: false, needs: "planner" } },
          csrf_token: null,
        })
      : Response.json({ snapshots: [], timezone: "UTC", currency: "USD" });
  });
  const { container } = renderWithProviders(
    <LikelyCustomers code="22423" leftOut={1} currency="USD" />,
  );
  expect(await screen.findByText(/You need the planner role/i)).toBeTruthy();
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(container.querySelectorAll("p, [data-gap], [role=alert]")).toHaveLength(1);
});
