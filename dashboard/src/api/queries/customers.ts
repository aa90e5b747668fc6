import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../queryKeys";
import { PER_SNAPSHOT } from "./ages";

export const segments = queryOptions({
  queryKey: queryKeys.segments.list,
  queryFn: () => unwrap(api.GET("/v1/segments")),
  ...PER_SNAPSHOT,
});

export const segmentStability = queryOptions({
  queryKey: queryKeys.segments.stability,
  queryFn: () => unwrap(api.GET("/v1/segments/stability")),
  ...PER_SNAPSHOT,
});

export const segment = (label: string) =>
  queryOptions({
    queryKey: queryKeys.segments.item(label),
    queryFn: () => unwrap(api.GET("/v1/segments/{label}", { params: { path: { label } } })),
    ...PER_SNAPSHOT,
  });

export const customer = (id: string) =>
  queryOptions({
    queryKey: queryKeys.customers.item(id),
    queryFn: () =>
      unwrap(api.GET("/v1/customers/{customer_id}", { params: { path: { customer_id: id } } })),
    enabled: id !== "",
    ...PER_SNAPSHOT,
  });
