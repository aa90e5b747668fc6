import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../queryKeys";
import { MINUTE, PER_SNAPSHOT } from "./ages";

export const dashboard = queryOptions({
  queryKey: queryKeys.dashboard,
  queryFn: () => unwrap(api.GET("/v1/dashboard")),
  staleTime: MINUTE / 2,
  refetchInterval: MINUTE,
});

export const dataQuality = queryOptions({
  queryKey: queryKeys.dataQuality,
  queryFn: () => unwrap(api.GET("/v1/data-quality")),
  ...PER_SNAPSHOT,
});

export const snapshots = queryOptions({
  queryKey: queryKeys.snapshots,
  queryFn: () => unwrap(api.GET("/v1/snapshots")),
  ...PER_SNAPSHOT,
});

export const health = queryOptions({
  queryKey: queryKeys.health,
  queryFn: () => unwrap(api.GET("/health/ready")),
  staleTime: MINUTE / 4,
  refetchInterval: MINUTE / 2,
});
