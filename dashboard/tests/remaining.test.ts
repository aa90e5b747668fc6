import { expect, test } from "vitest";
import { secondsLeft } from "../src/pages/data/remaining";
import type { Refresh } from "../src/pages/data/requests";

const SAMPLE: Refresh["sales"] = { source: "sample" };

function refresh(part: Partial<Refresh>): Refresh {
  const base = { id: "now", sales: SAMPLE, revision: 1, status: "running" };
  return { ...base, started_at: "", started_by: "", jobs: [], ...part } as Refresh;
}

const EARLIER = refresh({
  id: "earlier",
  status: "done",
  jobs: [
    { name: "ledger", status: "done", done: 1, total: 1, seconds: 20 },
    { name: "demand", status: "done", done: 1, total: 1, seconds: 40 },
    { name: "plan", status: "done", done: 1, total: 1, seconds: 11 },
  ],
});
const NOW = refresh({
  jobs: [
    { name: "ledger", status: "done", done: 1, total: 1, seconds: 19 },
    { name: "demand", status: "running", done: 1, total: 4 },
    { name: "plan", status: "waiting", done: 0, total: 0 },
  ],
});

test("the remaining time is estimated from the last refresh, in fives", () => {
  expect(secondsLeft(NOW, [NOW, EARLIER])).toBe(45); // 30 of demand and 11 of the plan
});

test("there is no estimate without an earlier refresh of the same sales, or after the end", () => {
  const other = refresh({ ...EARLIER, sales: { source: "upload", upload: "a" } });
  expect(secondsLeft(NOW, [NOW, other])).toBeNull();
  expect(secondsLeft(NOW, [NOW, { ...EARLIER, status: "failed" }])).toBeNull();
  expect(secondsLeft({ ...NOW, status: "done" }, [EARLIER])).toBeNull();
});
