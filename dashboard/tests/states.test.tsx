import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { api, type Problem, ProblemError, unwrap } from "../src/api/client";
import { FilteredEmpty } from "../src/ui/Empty";
import { Failed } from "../src/ui/States";
import { renderWithProviders } from "./renderWithProviders";

const problem = (status: number, detail: string): Problem => ({
  type: "urn:x",
  title: "x",
  status,
  code: "x",
  detail,
  trace_id: "abc123",
});
test("a failure has its message and trace id, and can be retried", () => {
  const again = vi.fn();
  renderWithProviders(
    <Failed error={new ProblemError(problem(503, "forecast-svc is down."), 503)} onRetry={again} />,
  );
  expect(screen.getByRole("alert").textContent).toContain("forecast-svc is down.");
  expect(screen.getByText("abc123")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(again).toHaveBeenCalledOnce();
});

test("a forbidden action is explained, without a retry button", () => {
  renderWithProviders(
    <Failed
      error={new ProblemError(problem(403, "This takes the role planner."), 403)}
      onRetry={vi.fn()}
    />,
  );
  expect(screen.getByRole("alert").textContent).toContain("This takes the role planner.");
  expect(screen.queryByRole("button")).toBeNull();
});

test("filtered to nothing offers to clear the filters", () => {
  const clear = vi.fn();
  renderWithProviders(<FilteredEmpty onClear={clear} />);
  fireEvent.click(screen.getByRole("button"));
  expect(clear).toHaveBeenCalledOnce();
});

test("a problem document is shown as its sentence, and an unreachable server as a problem too", async () => {
  vi.stubGlobal("fetch", async () =>
    Response.json(problem(404, "No product has the code 'x'."), { status: 404 }),
  );
  await expect(unwrap(api.GET("/v1/demand/summary"))).rejects.toThrow(
    "No product has the code 'x'.",
  );
  vi.unstubAllGlobals();
  const dead = Promise.reject(new TypeError("fetch failed"));
  await expect(unwrap(dead)).rejects.toMatchObject({ problem: { code: "unreachable" } });
});
