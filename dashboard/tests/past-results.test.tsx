import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { PastResultsPanel } from "../src/pages/today/PastResults";
import { renderWithProviders } from "./renderWithProviders";

const week = (origin: string, coverage_80: number) => ({
  origin,
  last_day: origin,
  classes: { all: { coverage_80 } },
});

test("past results are those of the latest week, which the service lists first", async () => {
  vi.stubGlobal("fetch", async (request: Request) =>
    request.url.endsWith("/v1/demand/outcomes")
      ? Response.json({
          origins: [week("2018-01-09", 0.81), week("2018-01-02", 0.5)],
          pooled: {},
          waiting: [],
          note: null,
          snapshot: "s",
        })
      : Response.json({ by_kind: [], total: null, plans: [], note: "Nothing yet." }),
  );
  renderWithProviders(<PastResultsPanel />);
  const text = await screen.findByText(/of the forecasts for the week of/);
  expect(text.textContent).toMatch(/Jan 9, 2018|9 Jan 2018/);
  expect(text.textContent).toContain("81%");
});
