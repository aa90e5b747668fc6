import type { paths } from "../schema";

/** Milliseconds. */
export const MINUTE = 60_000;

/** How long an answer counts as new, and how often it is fetched again, where it changes with the snapshot. */
export const PER_SNAPSHOT = { staleTime: MINUTE, refetchInterval: 5 * MINUTE };

/** The query parameters of a route. */
export type Query<P extends keyof paths> = paths[P] extends {
  get: { parameters: { query?: infer Q } };
}
  ? NonNullable<Q>
  : never;
