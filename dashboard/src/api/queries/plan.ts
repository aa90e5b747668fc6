import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../queryKeys";
import { PER_SNAPSHOT, type Query } from "./ages";

/** Results of recorded plans, by decision. */
export const decisionOutcomes = queryOptions({
  queryKey: queryKeys.decisions.outcomes,
  queryFn: () => unwrap(api.GET("/v1/decisions/outcomes")),
  ...PER_SNAPSHOT,
});

export const planSummary = queryOptions({
  queryKey: queryKeys.plan.summary,
  queryFn: () => unwrap(api.GET("/v1/plan/summary")),
  ...PER_SNAPSHOT,
});

/** What is new, gone or different in the plan since the one that stood a week before. */
export const planChanges = (query: Query<"/v1/plan/changes">) =>
  queryOptions({
    queryKey: queryKeys.plan.changes(query),
    queryFn: () => unwrap(api.GET("/v1/plan/changes", { params: { query } })),
    ...PER_SNAPSHOT,
  });

/** The whole plan: a page of it holds at most 500 rows, and a plan has no more. */
export const plan = queryOptions({
  queryKey: queryKeys.plan.rows,
  queryFn: () => unwrap(api.GET("/v1/plan", { params: { query: { limit: 500 } } })),
  ...PER_SNAPSHOT,
});

export const planRow = (code: string) =>
  queryOptions({
    queryKey: queryKeys.plan.item(code),
    queryFn: () =>
      unwrap(api.GET("/v1/plan/{stock_code}", { params: { path: { stock_code: code } } })),
    ...PER_SNAPSHOT,
  });

/** The customers of a row, page by page; `leftOut` lists those who buy anyway instead. */
export const planCustomers = (code: string, leftOut: boolean) =>
  infiniteQueryOptions({
    queryKey: queryKeys.plan.customers(code, leftOut),
    queryFn: ({ pageParam }) => planCustomersPage(code, leftOut, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    ...PER_SNAPSHOT,
  });

export const planCustomersPage = (
  code: string,
  leftOut: boolean,
  cursor: string | null,
  limit = 50,
) =>
  unwrap(
    api.GET("/v1/plan/{stock_code}/customers", {
      params: {
        path: { stock_code: code },
        query: { left_out: leftOut, limit, cursor: cursor ?? undefined },
      },
    }),
  );
