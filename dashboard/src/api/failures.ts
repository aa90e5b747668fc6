import { notifyManager, type Query, type QueryCache, useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";
import { ProblemError } from "./client";

/** Queries of this page that failed for one and the same reason. */
export interface Failure {
  cause: string;
  error: Error;
  queries: Query[];
  /** When the oldest data still shown was fetched; null where some section has none. */
  since: number | null;
}

/** The caller has not signed in, or the role does not allow it: asking again changes nothing. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 401 || error.status === 403);
}

/** The key of a cause that many sections can share; null if it concerns one section alone. */
export function sharedCause(error: unknown): string | null {
  if (!(error instanceof ProblemError)) return null;
  const { status, problem } = error;
  if (status === 0) return "unreachable";
  const isShared = status >= 500 || isForbidden(error);
  return isShared ? `${problem.code} ${problem.detail}` : null;
}

// While a query is retried, its state no longer holds the error.
const lastErrors = new WeakMap<Query, Error>();

function isShown(query: Query): boolean {
  const { error, errorUpdatedAt, dataUpdatedAt } = query.state;
  if (error !== null) lastErrors.set(query, error);
  return query.getObserversCount() > 0 && errorUpdatedAt > dataUpdatedAt;
}

function failuresIn(cache: QueryCache): Failure[] {
  const found = new Map<string, Failure>();
  for (const query of cache.findAll({ predicate: isShown })) {
    const { dataUpdatedAt } = query.state;
    const error = lastErrors.get(query);
    const cause = sharedCause(error);
    if (cause === null || error === undefined) continue;
    const failure = found.get(cause) ?? { cause, error, queries: [], since: dataUpdatedAt || null };
    failure.queries.push(query);
    const both = failure.since !== null && dataUpdatedAt > 0;
    failure.since = both ? Math.min(failure.since ?? 0, dataUpdatedAt) : null;
    found.set(cause, failure);
  }
  return [...found.values()];
}

function nameAndState({ queryHash, state }: Query): string {
  return `${queryHash} ${state.fetchStatus} ${state.dataUpdatedAt}`;
}

/** Why sections of this page have no new data: one entry per cause. */
export function useFailures(): Failure[] {
  const cache = useQueryClient().getQueryCache();
  const subscribe = useCallback(
    (changed: () => void) => cache.subscribe(notifyManager.batchCalls(changed)),
    [cache],
  );
  useSyncExternalStore(subscribe, () =>
    failuresIn(cache)
      .map((failure) => `${failure.cause}: ${failure.queries.map(nameAndState)}`)
      .join("\n"),
  );
  return failuresIn(cache);
}
