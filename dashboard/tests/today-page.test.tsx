import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { Today } from "../src/pages/today/Today";
import { ToastProvider } from "../src/ui/Toast";
import { renderWithProviders } from "./renderWithProviders";

type Answer = Record<string, unknown>;

const SECTIONS = [
  "key_figures",
  "stock_at_risk",
  "replenishment",
  "demand_ahead",
  "segments",
  "plan",
  "campaigns",
  "copywriting",
];
const OK = { status: "ok", snapshot: "s", age_seconds: null, reason: null, statement: null };

const short = (code: string, money: number, source = "simulated") => ({
  stock_code: code,
  product_name: code,
  money,
  units: 10,
  current_stock: 2,
  predicted_7d_demand: 12,
  stock_source: source,
});

/** The shop's answer, with these shortages and nothing else. */
function shop(shortages: Answer[], sections: Record<string, Answer> = {}): Answer {
  const all = Object.fromEntries(SECTIONS.map((name) => [name, { ...OK, data: null }]));
  const risk = { top_understocked: shortages, top_overstocked: [], counts: {}, revenue_short: 9 };
  return {
    snapshot: "s",
    generated_at: "2026-11-30T08:00:00Z",
    sections: { ...all, stock_at_risk: { ...OK, data: risk }, ...sections },
  };
}

const missing = (reason: string, code = "service_down") => ({
  status: "unavailable",
  snapshot: null,
  age_seconds: null,
  reason,
  statement: { code, values: {} },
  data: null,
});

let dismissed: Answer[] = [];
let isAway = false;
let awayAnswers = 0;
let refuses = false;

function serve(dashboard: Answer) {
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/dashboard") return Response.json(dashboard);
    if (pathname === "/v1/dismissals:undo") dismissed = [];
    else if (pathname === "/v1/dismissals" && request.method === "POST") {
      if (refuses) return Response.json(PROBLEM, { status: 503 });
      const body = (await request.json()) as Answer;
      dismissed = [{ ...body, by: "Ada", at: "2026-11-30T08:00:00Z" }];
      return Response.json(dismissed[0], { status: 201 });
    }
    if (pathname === "/v1/dismissals" && isAway) {
      awayAnswers += 1;
      return Response.json(PROBLEM, { status: 503 });
    }
    if (pathname.startsWith("/v1/dismissals")) return Response.json({ items: dismissed });
    if (pathname === "/v1/snapshots") return Response.json({ snapshots: [], timezone: "UTC" });
    if (/^\/v1\/demand\/[A-Z]/.test(pathname)) return Response.json({ p10: 5, p90: 20 });
    return Response.json({}, { status: 404 });
  });
}
const PROBLEM = {
  status: 503,
  code: "documents_unavailable",
  detail: "Away.",
  title: "",
  type: "",
};

function open(dashboard: Answer) {
  serve(dashboard);
  renderWithProviders(
    <ToastProvider>
      <Today />
    </ToastProvider>,
  );
}

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];
const names = () => rows().map((row) => row.dataset.row);

beforeEach(() => {
  dismissed = [];
  refuses = false;
  isAway = false;
});

test("at most seven jobs, and only the first has the filled button", async () => {
  open(shop(Array.from({ length: 9 }, (_, at) => short(`P${at}`, 100 - at))));
  await screen.findByText("7 jobs");
  expect(rows()).toHaveLength(7);
  const looks = screen
    .getAllByRole("link", { name: /^Review/ })
    .map((link) => (link.className.includes("filled") ? "filled" : "tonal"));
  expect(looks).toEqual(["filled", ...Array(6).fill("tonal")]);
});

test("assumptions of every job are shown once, those of one job in its row", async () => {
  open(shop([short("A", 2), short("B", 1)]));
  await screen.findByText("2 jobs");
  expect(screen.getAllByText("Simulated stock")).toHaveLength(1);
  expect(within(rows()[0] as HTMLElement).queryByText("Simulated stock")).toBeNull();
});

test("if only some stock is simulated, those rows say so", async () => {
  open(shop([short("A", 2, "uploaded"), short("B", 1)]));
  await screen.findByText("2 jobs");
  expect(screen.getAllByText("Simulated stock")).toHaveLength(1);
  expect(within(rows()[1] as HTMLElement).getByText("Simulated stock")).toBeTruthy();
});

test("a job's money has its range in words and as a bar that says the same", async () => {
  open(shop([short("A", 100)]));
  // 5 to 20 units of demand, less 2 in stock, at 10 each.
  const bar = await screen.findByRole("img", { name: "80% range $30 to $180" });
  expect(within(rows()[0] as HTMLElement).getByText("80% range $30 to $180")).toBeTruthy();
  expect(bar.getAttribute("width")).toBe("96");
});

test("choosing a reason dismisses the job, offers undo, and focuses the next job", async () => {
  open(shop([short("A", 2), short("B", 1)]));
  await screen.findByText("2 jobs");
  const dismiss = screen.getByRole("button", { name: "Dismiss: A" });
  dismiss.focus();
  fireEvent.click(dismiss);
  const reasons = within(screen.getByRole("group", { name: "Why not?" })).getAllByRole("button");
  expect(reasons).toHaveLength(5);
  expect(document.activeElement).toBe(reasons[0]);
  fireEvent.click(screen.getByRole("button", { name: "Not this week" }));
  await waitFor(() => expect(names()).toEqual(["order:B"]));
  await waitFor(() => expect(rows()[0]?.contains(document.activeElement)).toBe(true));
  const toast = (await screen.findByText("Dismissed: A.")).closest("[role=status]") as HTMLElement;
  fireEvent.click(within(toast).getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(names()).toEqual(["order:A", "order:B"]));
});

test("a failed dismissal restores the job and says why", async () => {
  refuses = true;
  open(shop([short("A", 2), short("B", 1)]));
  await screen.findByText("2 jobs");
  fireEvent.click(screen.getByRole("button", { name: "Dismiss: A" }));
  fireEvent.click(screen.getByRole("button", { name: "Already done" }));
  await within(rows()[0] as HTMLElement).findByText("Away.");
  expect(names()).toEqual(["order:A", "order:B"]);
});

test("arrows move between jobs, d dismisses, Escape cancels, z undoes", async () => {
  open(shop([short("A", 2), short("B", 1)]));
  await screen.findByText("2 jobs");
  const first = rows()[0]?.querySelector("a") as HTMLElement;
  first.focus();
  fireEvent.keyDown(first, { key: "ArrowDown" });
  expect(rows()[1]?.contains(document.activeElement)).toBe(true);
  fireEvent.keyDown(document.activeElement as Element, { key: "d" });
  const reason = screen.getByRole("button", { name: "Already done" });
  fireEvent.keyDown(reason, { key: "Escape" });
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Dismiss: B" }));
  fireEvent.keyDown(document.activeElement as Element, { key: "d" });
  fireEvent.click(screen.getByRole("button", { name: "Already done" }));
  await screen.findByText("Dismissed: B.");
  fireEvent.keyDown(document.body, { key: "z" });
  await waitFor(() => expect(names()).toEqual(["order:A", "order:B"]));
  expect(screen.queryByText("Dismissed: B.")).toBeNull();
});

test("several sections missing for one reason give one notice, and the others are shown", async () => {
  open(
    shop([short("A", 2)], {
      plan: missing("strategy-svc is away."),
      segments: missing("strategy-svc is away."),
      demand_ahead: missing("forecast-svc is away."),
    }),
  );
  await screen.findByText("1 job");
  const notices = screen.getAllByText(/^Missing: /).map((found) => found.textContent);
  expect(notices).toHaveLength(2);
  expect(notices.join()).toContain("Customer segments and Plan");
});

test("without a snapshot there is a welcome with two links, and no notice", async () => {
  isAway = true;
  const none = missing("No snapshot.", "state_empty");
  const sections = Object.fromEntries(SECTIONS.map((name) => [name, none]));
  open({ ...shop([], sections), snapshot: null });
  await screen.findByRole("heading", { level: 1, name: "Your shop in five minutes" });
  expect(screen.getByRole("link", { name: "Use my files" }).getAttribute("href")).toBe("/data");
  expect(screen.getByRole("button", { name: "Look around with sample data" })).toBeTruthy();
  await waitFor(() => expect(awayAnswers).toBeGreaterThan(0));
  expect(screen.queryByText(/Missing|We keep trying/)).toBeNull();
  expect(screen.queryByRole("alert")).toBeNull();
});
