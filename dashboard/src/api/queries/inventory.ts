import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../queryKeys";
import { PER_SNAPSHOT } from "./ages";

/** All products; comparing the new 68,000 rows with the old ones would take longer than drawing. */
export const inventoryTable = queryOptions({
  queryKey: queryKeys.inventory.table,
  queryFn: () => unwrap(api.GET("/v1/inventory/table")),
  structuralSharing: false,
  ...PER_SNAPSHOT,
});

export const inventoryItem = (code: string) =>
  queryOptions({
    queryKey: queryKeys.inventory.item(code),
    queryFn: () =>
      unwrap(api.GET("/v1/inventory/{stock_code}", { params: { path: { stock_code: code } } })),
    ...PER_SNAPSHOT,
  });

export const product = (code: string) =>
  queryOptions({
    queryKey: queryKeys.products.item(code),
    queryFn: () =>
      unwrap(api.GET("/v1/products/{stock_code}", { params: { path: { stock_code: code } } })),
    ...PER_SNAPSHOT,
  });

export const salesHistory = (code: string) =>
  queryOptions({
    queryKey: queryKeys.products.history(code),
    queryFn: () =>
      unwrap(
        api.GET("/v1/products/{stock_code}/history", { params: { path: { stock_code: code } } }),
      ),
    ...PER_SNAPSHOT,
  });
