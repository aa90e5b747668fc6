import type { paths } from "../schema";

/** Milliseconds. */
export const MINUTE = 60_000;

/** How long data of a snapshot stays fresh, and how often it is fetched again. */
export const PER_SNAPSHOT = { staleTime: MINUTE, refetchInterval: 5 * MINUTE };

/** The query parameters of a route. */
export type Query<P extends keyof paths> = paths[P] extends {
  get: { parameters: { query?: infer Q } };
}
  ? NonNullable<Q>
  : never;
