import { useQuery } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { planChanges } from "../src/api/queries/plan";
import { AdviceChanged } from "../src/pages/today/AdviceChanged";
import { renderWithProviders } from "./renderWithProviders";

afterEach(() => vi.unstubAllGlobals());

const GONE = {
  kind: "gone",
  stock_code: "22423",
  product_name: "CAKESTAND",
  before: {},
  now: null,
  money: 90,
  decided: { sequence: 3, decision: "accepted", by: "Ada", at: "2011-09-02T08:30:00Z" },
  sentence: "English.",
  statement: {
    code: "gone_sold_out",
    values: {
      discount_then: 15,
      target_then: "VIP Customers",
      money_then: 90,
      stock_then: 310,
      stock: 0,
      demand: 40,
    },
  },
};
const FOUND = {
  snapshot: "s2",
  as_of: "2011-09-09",
  currency: "GBP",
  plan: { campaigns: 12, money_at_stake: 1812 },
  earlier: { campaigns: 13, money_at_stake: 1900, snapshot: "s1", as_of: "2011-09-02" },
  counts: { new: 1, gone: 2, changed: 0 },
  total: 3,
  items: [GONE],
  note: null,
};

function answering(found: unknown, status = 200) {
  vi.stubGlobal("fetch", async (request: Request) =>
    request.url.includes("/v1/plan/changes")
      ? Response.json(found, { status })
      : Response.json({ snapshots: [], timezone: "UTC", currency: "GBP" }),
  );
}

test("changes name both plans, count each kind, and explain the most valuable removed row", async () => {
  answering(FOUND);
  const { container } = renderWithProviders(<AdviceChanged />);
  await screen.findByText(/CAKESTAND/);
  const text = container.textContent ?? "";
  expect(text).toContain("Recommended campaigns: 12, £1.8K expected gain. In the plan of");
  expect(text).toContain("1 new, 0 with a different offer, 2 no longer recommended");
  expect(text).toContain("None is left in stock; there were 310. Ada accepted it");
  const links = [...container.querySelectorAll("a")].map((link) => link.getAttribute("href"));
  expect(links).toEqual([
    "/plan?since=new",
    "/plan?since=changed",
    "/plan?since=gone",
    "/products/22423",
  ]);
});

test("without an earlier plan there are no changes", async () => {
  answering({ ...FOUND, earlier: null, items: [], total: 0 });
  const { container } = renderWithProviders(
    <>
      <ClientResult />
      <AdviceChanged />
    </>,
  );
  await screen.findByText("12 campaigns");
  expect(container.querySelector("li")).toBeNull();
});

/** Shows that the same answer has come. */
function ClientResult() {
  const { data } = useQuery(planChanges({ limit: 4 }));
  return data ? <span>{`${data.plan.campaigns} campaigns`}</span> : null;
}

test("an unavailable decision ledger is reported with its own message", async () => {
  answering({ code: "documents_unavailable", detail: "The database is away.", status: 503 }, 503);
  renderWithProviders(<AdviceChanged />);
  await screen.findByText(/can't be shown right now: The database is away\./);
});
