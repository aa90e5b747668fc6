import type { Refresh } from "./requests";

const STEP_S = 5;

/** Seconds until a refresh is done, in fives, by how long the last one from the same sales took. */
export function secondsLeft(refresh: Refresh, earlier: Refresh[]): number | null {
  const last = earlier.find(
    (one) => one.status === "done" && one.id !== refresh.id && hasSameSales(one, refresh),
  );
  if (refresh.status !== "running" || last === undefined) return null;
  const took = new Map((last.jobs ?? []).map((job) => [job.name, job.seconds ?? 0]));
  const left = (refresh.jobs ?? []).map((job) => {
    if (job.status === "done") return 0;
    return (took.get(job.name) ?? 0) * (1 - (job.done ?? 0) / Math.max(1, job.total ?? 1));
  });
  const seconds = left.reduce((sum, one) => sum + one, 0);
  return Math.max(STEP_S, Math.ceil(seconds / STEP_S) * STEP_S);
}

function hasSameSales(one: Refresh, other: Refresh): boolean {
  return one.sales.source === other.sales.source && one.sales.upload === other.sales.upload;
}
