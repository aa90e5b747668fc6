import { useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { type Problem, ProblemError } from "../src/api/client";
import { FailureNotices } from "../src/ui/FailureNotices";
import { Section } from "../src/ui/Section";
import { renderWithProviders } from "./renderWithProviders";

beforeEach(() => {
  const state = { snapshots: [], timezone: "UTC", currency: "USD" };
  vi.stubGlobal("fetch", async () => Response.json(state));
});

const failure = (status: number, code: string, detail: string) =>
  new ProblemError(
    { type: "urn:x", title: "x", status, code, detail, trace_id: "abc123" } as Problem,
    status,
  );
const OUTAGE = failure(503, "outage", "strategy-svc is down.");

function Part({ name, ask }: { name: string; ask: () => Promise<string> }) {
  const query = useQuery({ queryKey: [name], queryFn: ask });
  return <Section query={query}>{(data) => <p>{data}</p>}</Section>;
}

function Refreshed({ ask }: { ask: () => Promise<string> }) {
  const query = useQuery({ queryKey: ["stale"], queryFn: ask });
  return (
    <>
      <button type="button" onClick={() => void query.refetch()}>
        Refresh
      </button>
      <Section query={query}>{(data) => <p>{data}</p>}</Section>
    </>
  );
}
const notices = () => screen.queryAllByText(/strategy-svc is down/);

test("sections that fail for one cause give one notice and a gap each", async () => {
  const ask = () => Promise.reject(OUTAGE);
  const { container } = renderWithProviders(
    <>
      <FailureNotices />
      <Part name="plan" ask={ask} />
      <Part name="campaigns" ask={ask} />
      <Part name="stock" ask={() => Promise.resolve("12 left")} />
    </>,
  );
  await waitFor(() => expect(notices()).toHaveLength(1));
  expect(container.querySelectorAll("[data-gap]")).toHaveLength(2);
  expect(screen.getByText("12 left")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("retrying reloads every section of that cause, and the notice disappears with it", async () => {
  const ask = vi.fn().mockRejectedValueOnce(OUTAGE).mockResolvedValue("16 rows");
  renderWithProviders(
    <>
      <FailureNotices />
      <Part name="plan" ask={ask} />
    </>,
  );
  await waitFor(() => expect(notices()).toHaveLength(1));
  await userEvent.click(screen.getByRole("button", { name: "Try now" }));
  expect(await screen.findByText("16 rows")).toBeTruthy();
  expect(notices()).toHaveLength(0);
});

test("old data stays visible with its time while newer data is unavailable", async () => {
  const ask = vi.fn().mockResolvedValueOnce("16 rows").mockRejectedValue(OUTAGE);
  renderWithProviders(
    <>
      <FailureNotices />
      <Refreshed ask={ask} />
    </>,
  );
  await screen.findByText("16 rows");
  await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
  expect(await screen.findByText(/^As of /)).toBeTruthy();
  expect(screen.getByText("16 rows")).toBeTruthy();
  expect(screen.getByText(/You see data from/)).toBeTruthy();
});

test("a problem of one section is shown there and not above the page", async () => {
  const ask = () => Promise.reject(failure(404, "unknown", "No product has the code 'x'."));
  renderWithProviders(
    <>
      <FailureNotices />
      <Part name="product" ask={ask} />
    </>,
  );
  expect((await screen.findByRole("alert")).textContent).toContain("No product has the code");
  expect(screen.queryByText(/We keep trying/)).toBeNull();
});

const ROLE = failure(403, "forbidden", "This takes the role approver.");
const SIGNED_OUT = failure(401, "unauthenticated", "Sign in with your key.");

test.each([
  [
    "a role that may not",
    "link",
    ROLE,
    /Your role doesn't allow this\. This takes the role approver/,
  ],
  ["a caller who is not signed in", "button", SIGNED_OUT, /Sign in with your key\./],
])("%s gets one notice with the way to sign in, and gaps below", async (_, role, error, words) => {
  const ask = vi.fn().mockRejectedValue(error);
  const { container } = renderWithProviders(
    <>
      <FailureNotices />
      <Part name="plan" ask={ask} />
      <Part name="campaigns" ask={ask} />
    </>,
  );
  await waitFor(() => expect(screen.queryAllByText(words)).toHaveLength(1));
  expect(container.querySelectorAll("[data-state=forbidden]")).toHaveLength(1);
  expect(container.querySelectorAll("[data-gap]")).toHaveLength(2);
  expect(screen.getByRole(role, { name: "Sign in" })).toBeTruthy();
  expect(screen.queryByText(/We keep trying/)).toBeNull();
});
