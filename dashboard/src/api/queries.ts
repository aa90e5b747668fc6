import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, told, toldWithTag } from "./client";
import type { paths } from "./schema";

const MINUTE = 60_000;
const STATE = { staleTime: MINUTE, refetchInterval: 5 * MINUTE };

type Query<P extends keyof paths> = paths[P] extends {
  get: { parameters: { query?: infer Q } };
}
  ? NonNullable<Q>
  : never;

export const dashboard = queryOptions({
  queryKey: ["dashboard"],
  queryFn: () => told(api.GET("/v1/dashboard")),
  staleTime: MINUTE / 2,
  refetchInterval: MINUTE,
});

export const inventorySummary = queryOptions({
  queryKey: ["inventory", "summary"],
  queryFn: () => told(api.GET("/v1/inventory/summary")),
  ...STATE,
});

/** All products; comparing the new 68,000 rows with the old ones would take longer than drawing. */
export const inventoryTable = queryOptions({
  queryKey: ["inventory", "table"],
  queryFn: () => told(api.GET("/v1/inventory/table")),
  structuralSharing: false,
  ...STATE,
});

export const inventoryItem = (code: string) =>
  queryOptions({
    queryKey: ["inventory", code],
    queryFn: () =>
      told(api.GET("/v1/inventory/{stock_code}", { params: { path: { stock_code: code } } })),
    ...STATE,
  });

export const product = (code: string) =>
  queryOptions({
    queryKey: ["products", code],
    queryFn: () =>
      told(api.GET("/v1/products/{stock_code}", { params: { path: { stock_code: code } } })),
    ...STATE,
  });

export const salesHistory = (code: string) =>
  queryOptions({
    queryKey: ["products", code, "history"],
    queryFn: () =>
      told(
        api.GET("/v1/products/{stock_code}/history", { params: { path: { stock_code: code } } }),
      ),
    ...STATE,
  });

export const demandOf = (code: string) =>
  queryOptions({
    queryKey: ["demand", code],
    queryFn: () =>
      told(api.GET("/v1/demand/{stock_code}", { params: { path: { stock_code: code } } })),
    ...STATE,
  });

export const demandSummary = queryOptions({
  queryKey: ["demand", "summary"],
  queryFn: () => told(api.GET("/v1/demand/summary")),
  ...STATE,
});

export const demandAccuracy = queryOptions({
  queryKey: ["demand", "accuracy"],
  queryFn: () => told(api.GET("/v1/demand/accuracy")),
  ...STATE,
});

/** Where the week ahead differs from a usual one. */
export const demandMoves = queryOptions({
  queryKey: ["demand", "moves"],
  queryFn: () => told(api.GET("/v1/demand/moves")),
  ...STATE,
});

/** How past forecasts came out, week by week. */
export const demandOutcomes = queryOptions({
  queryKey: ["demand", "outcomes"],
  queryFn: () => told(api.GET("/v1/demand/outcomes")),
  ...STATE,
});

/** How frozen plans came out, by what was decided. */
export const decisionOutcomes = queryOptions({
  queryKey: ["decisions", "outcomes"],
  queryFn: () => told(api.GET("/v1/decisions/outcomes")),
  ...STATE,
});

export const demandList = (query: Query<"/v1/demand">) =>
  queryOptions({
    queryKey: ["demand", "list", query],
    queryFn: () => told(api.GET("/v1/demand", { params: { query } })),
    placeholderData: keepPreviousData,
    ...STATE,
  });

export const segments = queryOptions({
  queryKey: ["segments"],
  queryFn: () => told(api.GET("/v1/segments")),
  ...STATE,
});

export const segmentStability = queryOptions({
  queryKey: ["segments", "stability"],
  queryFn: () => told(api.GET("/v1/segments/stability")),
  ...STATE,
});

export const segment = (label: string) =>
  queryOptions({
    queryKey: ["segments", label],
    queryFn: () => told(api.GET("/v1/segments/{label}", { params: { path: { label } } })),
    ...STATE,
  });

export const customer = (id: string) =>
  queryOptions({
    queryKey: ["customers", id],
    queryFn: () =>
      told(api.GET("/v1/customers/{customer_id}", { params: { path: { customer_id: id } } })),
    enabled: id !== "",
    ...STATE,
  });

export const planSummary = queryOptions({
  queryKey: ["plan", "summary"],
  queryFn: () => told(api.GET("/v1/plan/summary")),
  ...STATE,
});

/** What is new, gone or different in the plan since the one that stood a week before. */
export const planChanges = (query: Query<"/v1/plan/changes">) =>
  queryOptions({
    queryKey: ["plan", "changes", query],
    queryFn: () => told(api.GET("/v1/plan/changes", { params: { query } })),
    ...STATE,
  });

/** The whole plan: a page of it holds at most 500 rows, and a plan has no more. */
export const plan = queryOptions({
  queryKey: ["plan"],
  queryFn: () => told(api.GET("/v1/plan", { params: { query: { limit: 500 } } })),
  ...STATE,
});

export const planRow = (code: string) =>
  queryOptions({
    queryKey: ["plan", code],
    queryFn: () =>
      told(api.GET("/v1/plan/{stock_code}", { params: { path: { stock_code: code } } })),
    ...STATE,
  });

/** For whom a row is, a page at a time; `leftOut` asks for those who buy anyway instead. */
export const planCustomers = (code: string, leftOut: boolean) =>
  infiniteQueryOptions({
    queryKey: ["plan", code, "customers", leftOut],
    queryFn: ({ pageParam }) => planCustomersPage(code, leftOut, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    ...STATE,
  });

export const planCustomersPage = (
  code: string,
  leftOut: boolean,
  cursor: string | null,
  limit = 50,
) =>
  told(
    api.GET("/v1/plan/{stock_code}/customers", {
      params: {
        path: { stock_code: code },
        query: { left_out: leftOut, limit, cursor: cursor ?? undefined },
      },
    }),
  );

export const campaigns = (query: Query<"/v1/campaigns">) =>
  queryOptions({
    queryKey: ["campaigns", "list", query],
    queryFn: () => told(api.GET("/v1/campaigns", { params: { query } })),
    staleTime: MINUTE / 4,
  });

export const campaign = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id],
    queryFn: () =>
      toldWithTag(
        api.GET("/v1/campaigns/{campaign_id}", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: MINUTE / 4,
  });

export const campaignVersions = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id, "versions"],
    queryFn: () =>
      told(
        api.GET("/v1/campaigns/{campaign_id}/versions", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: MINUTE / 4,
  });

export const campaignAudit = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id, "audit"],
    queryFn: () =>
      told(api.GET("/v1/campaigns/{campaign_id}/audit", { params: { path: { campaign_id: id } } })),
    staleTime: MINUTE / 4,
  });

export const campaignAudience = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id, "audience"],
    queryFn: () =>
      told(
        api.GET("/v1/campaigns/{campaign_id}/audience", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: MINUTE / 4,
  });

/** What a sent campaign changed. That sales are not in yet is an answer, and not asked again. */
export const campaignLift = (id: string) =>
  queryOptions({
    queryKey: ["campaigns", id, "lift"],
    queryFn: () =>
      told(api.GET("/v1/campaigns/{campaign_id}/lift", { params: { path: { campaign_id: id } } })),
    retry: false,
    ...STATE,
  });

/** What an approval would find now: never taken from before. */
export const approvalPreview = (id: string, etag: string) =>
  queryOptions({
    queryKey: ["campaigns", id, "approval", etag],
    queryFn: () =>
      told(
        api.GET("/v1/campaigns/{campaign_id}/approval", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: 0,
  });

export const comparison = (id: string, before: number, after: number) =>
  queryOptions({
    queryKey: ["campaigns", id, "compare", before, after],
    queryFn: () =>
      told(
        api.GET("/v1/campaigns/{campaign_id}/compare", {
          params: { path: { campaign_id: id }, query: { before, after } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const copyProvider = queryOptions({
  queryKey: ["copy", "provider"],
  queryFn: () => told(api.GET("/v1/copy/provider")),
  ...STATE,
});

export const dataQuality = queryOptions({
  queryKey: ["data-quality"],
  queryFn: () => told(api.GET("/v1/data-quality")),
  ...STATE,
});

export const snapshots = queryOptions({
  queryKey: ["snapshots"],
  queryFn: () => told(api.GET("/v1/snapshots")),
  ...STATE,
});

export const health = queryOptions({
  queryKey: ["health"],
  queryFn: () => told(api.GET("/health/ready")),
  staleTime: MINUTE / 4,
  refetchInterval: MINUTE / 2,
});
