import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "../client";
import { queryKeys } from "../queryKeys";
import { PER_SNAPSHOT } from "./ages";

const PRODUCTS = 6;
const CUSTOMERS = 3;

/** Products whose name or code holds the text, and customers whose number does. */
export const search = (text: string) =>
  queryOptions({
    queryKey: queryKeys.search(text),
    queryFn: async ({ signal }) => {
      const [products, customers] = await Promise.all([
        unwrap(
          api.GET("/v1/products", { params: { query: { q: text, limit: PRODUCTS } }, signal }),
        ),
        unwrap(
          api.GET("/v1/customers", { params: { query: { q: text, limit: CUSTOMERS } }, signal }),
        ),
      ]);
      return { products: products.items, customers: customers.items };
    },
    enabled: text !== "",
    ...PER_SNAPSHOT,
  });
