import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../queryKeys";
import { PER_SNAPSHOT, type Query } from "./ages";

export const demandOf = (code: string) =>
  queryOptions({
    queryKey: queryKeys.demand.item(code),
    queryFn: () =>
      unwrap(api.GET("/v1/demand/{stock_code}", { params: { path: { stock_code: code } } })),
    ...PER_SNAPSHOT,
  });

export const demandSummary = queryOptions({
  queryKey: queryKeys.demand.summary,
  queryFn: () => unwrap(api.GET("/v1/demand/summary")),
  ...PER_SNAPSHOT,
});

export const demandAccuracy = queryOptions({
  queryKey: queryKeys.demand.accuracy,
  queryFn: () => unwrap(api.GET("/v1/demand/accuracy")),
  ...PER_SNAPSHOT,
});

/** Where the week ahead differs from a usual one. */
export const demandChanges = queryOptions({
  queryKey: queryKeys.demand.changes,
  queryFn: () => unwrap(api.GET("/v1/demand/moves")),
  ...PER_SNAPSHOT,
});

/** Results of past forecasts, week by week. */
export const demandOutcomes = queryOptions({
  queryKey: queryKeys.demand.outcomes,
  queryFn: () => unwrap(api.GET("/v1/demand/outcomes")),
  ...PER_SNAPSHOT,
});

export const demandList = (query: Query<"/v1/demand">) =>
  queryOptions({
    queryKey: queryKeys.demand.list(query),
    queryFn: () => unwrap(api.GET("/v1/demand", { params: { query } })),
    placeholderData: keepPreviousData,
    ...PER_SNAPSHOT,
  });
