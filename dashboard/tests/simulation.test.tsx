import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useSimulation } from "../src/pages/plan/simulation";
import { renderWithProviders } from "./renderWithProviders";

beforeEach(() => vi.useFakeTimers({ shouldAdvanceTime: true }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const BUSY = {
  type: "",
  title: "",
  status: 429,
  code: "too_many_requests",
  detail: "Busy.",
  trace_id: "",
};

function answerAfter(refusals: number, status: number) {
  let requests = 0;
  vi.stubGlobal("fetch", async () => {
    requests += 1;
    return requests <= refusals
      ? Response.json({ ...BUSY, status }, { status })
      : Response.json({ now: {}, simulated: {} });
  });
  return () => requests;
}

function Trial() {
  const query = useSimulation({ maxDiscount: 10, marginFloor: 5, budget: null }, true);
  return <p>{query.status}</p>;
}

test("a preview waits while others are computed", async () => {
  const requests = answerAfter(3, 429);
  renderWithProviders(<Trial />);
  await vi.advanceTimersByTimeAsync(7000);
  expect(screen.getByText("success")).toBeTruthy();
  expect(requests()).toBe(4);
});

test("a preview's error is shown immediately", async () => {
  const requests = answerAfter(9, 422);
  renderWithProviders(<Trial />);
  await vi.advanceTimersByTimeAsync(100);
  expect(screen.getByText("error")).toBeTruthy();
  expect(requests()).toBe(1);
});
