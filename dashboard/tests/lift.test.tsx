import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import {
  isMeasured,
  type Lift,
  type Measured,
  spendRange,
  verdictOf,
} from "../src/pages/campaigns/lift";
import { ResultSentence, VerdictChip } from "../src/pages/campaigns/ResultSentence";
import { Results } from "../src/pages/campaigns/Results";
import { renderWithProviders } from "./renderWithProviders";

const measured: Measured = {
  treated: 0.42,
  held_out: 0.4,
  lift: 0.023,
  low: 0.004,
  high: 0.042,
  plain: 0.02,
  plain_low: -0.01,
  plain_high: 0.05,
  variance_kept: 0.6,
  detectable: 0.027,
  significant: true,
};
const lift: Lift = {
  id: "22423_VIP Customers",
  window_days: 28,
  snapshot: "s",
  sent_on: "2011-09-12",
  until: "2011-10-10",
  complete: true,
  customers: 1200,
  held_out: 300,
  measures: {
    buyers: measured,
    product_buyers: { ...measured, low: -0.01, significant: false },
    spend: null,
  },
  sentence: "",
  statements: {
    buyers: { code: "lift_proven", values: { money: false, low: 0.004, high: 0.042 } },
    product_buyers: {
      code: "lift_unproven",
      values: { money: false, low: -0.01, high: 0.042, detectable: 0.027 },
    },
    spend: { code: "lift_few", values: { least: 10 } },
  },
};

test("an interval without zero is a change after the full window, and too early before", () => {
  expect(verdictOf(lift, measured)).toBe("changed");
  expect(verdictOf({ ...lift, complete: false }, measured)).toBe("early");
  expect(verdictOf(lift, { ...measured, significant: false })).toBe("small");
  expect(verdictOf(lift, null)).toBe("few");
});

test("campaigns with an open window or without a holdout are not measured", () => {
  expect(isMeasured(lift)).toBe(true);
  expect(isMeasured({ ...lift, complete: false })).toBe(false);
  expect(isMeasured({ ...lift, held_out: 0, measures: { buyers: null } })).toBe(false);
  expect(isMeasured(undefined)).toBe(false);
});

function answers(status: number, body: object) {
  vi.stubGlobal("fetch", async () => Response.json(body, { status }));
}

test("each measure has its interval, the group sizes and a conclusion", async () => {
  answers(200, lift);
  renderWithProviders(<Results id="measured" status="sent" />);
  const row = await screen.findByRole("row", { name: /Bought anything/ });
  expect(row.textContent).toContain("42.0%");
  expect(row.textContent).toContain("+2.3 points");
  expect(row.textContent).toContain("+0.4 points to +4.2 points");
  const text = screen.getByRole("list", { name: "What this means" }).textContent;
  expect(text).toContain("Changed by +0.4 points to +4.2 points");
  expect(text).toContain("Not proven: the effect is between −1 points");
  expect(text).toContain("A change of 2.7 points would show");
  expect(text).toContain("needs at least 10 customers");
  expect(screen.getByRole("columnheader", { name: "Control group (300)" })).toBeTruthy();
});

test("without a holdout, nothing is claimed", async () => {
  answers(200, { ...lift, held_out: 0, measures: { buyers: null } });
  renderWithProviders(<Results id="everybody" status="sent" />);
  expect(await screen.findByText(/^No control group/)).toBeTruthy();
  expect(screen.queryByRole("table")).toBeNull();
});

test("sales that end too early are reported, not shown as a failure", async () => {
  answers(409, { code: "conflict", detail: "Sales end before.", status: 409 });
  renderWithProviders(<Results id="early" status="sent" />);
  expect(await screen.findByText(/^Sales aren't in yet/)).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a campaign that wasn't sent is not requested", async () => {
  const fetched = vi.fn(async (request: Request) => {
    expect(request.url).not.toContain("/lift");
    return Response.json({}, { status: 503 });
  });
  vi.stubGlobal("fetch", fetched);
  renderWithProviders(<Results id="waiting" status="approved" />);
  expect(await screen.findByText(/^Not sent yet/)).toBeTruthy();
});

test("a result is one sentence per hundred customers, without a claim if the range has zero", async () => {
  const spend = { ...measured, lift: 0.31, low: -0.05, high: 0.7, significant: false };
  const found = { ...lift, measures: { ...lift.measures, spend } };
  expect(spendRange(found)).toEqual({ low: -5, value: 31, high: 70 });
  const { container } = renderWithProviders(<ResultSentence lift={found} />);
  expect(container.textContent).toContain(
    "+$31 spent per 100 customers, likely −$5 to +$70; 1,200 got it, 300 didn't.",
  );
  expect(container.textContent).toContain("Not proven");
  expect(screen.getByRole("img", { name: "likely −$5 to +$70" })).toBeTruthy();
});

test("a proven loss is reported, but not in red", () => {
  const spend = { ...measured, lift: -0.31, low: -0.7, high: -0.05 };
  const { container } = renderWithProviders(
    <VerdictChip lift={{ ...lift, measures: { ...lift.measures, spend } }} />,
  );
  expect(screen.getByText("Lowered")).toBeTruthy();
  expect(container.querySelector("[class*=critical]")).toBeNull();
});
