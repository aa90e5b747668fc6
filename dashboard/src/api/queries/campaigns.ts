import { queryOptions } from "@tanstack/react-query";
import { api, unwrap, unwrapWithEtag } from "../client";
import { queryKeys } from "../queryKeys";
import { MINUTE, PER_SNAPSHOT, type Query } from "./ages";

export const campaigns = (query: Query<"/v1/campaigns">) =>
  queryOptions({
    queryKey: queryKeys.campaigns.list(query),
    queryFn: () => unwrap(api.GET("/v1/campaigns", { params: { query } })),
    staleTime: MINUTE / 4,
  });

export const campaign = (id: string) =>
  queryOptions({
    queryKey: queryKeys.campaigns.item(id),
    queryFn: () =>
      unwrapWithEtag(
        api.GET("/v1/campaigns/{campaign_id}", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: MINUTE / 4,
  });

export const campaignVersions = (id: string) =>
  queryOptions({
    queryKey: queryKeys.campaigns.versions(id),
    queryFn: () =>
      unwrap(
        api.GET("/v1/campaigns/{campaign_id}/versions", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: MINUTE / 4,
  });

export const campaignAudit = (id: string) =>
  queryOptions({
    queryKey: queryKeys.campaigns.audit(id),
    queryFn: () =>
      unwrap(
        api.GET("/v1/campaigns/{campaign_id}/audit", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: MINUTE / 4,
  });

export const campaignAudience = (id: string) =>
  queryOptions({
    queryKey: queryKeys.campaigns.audience(id),
    queryFn: () =>
      unwrap(
        api.GET("/v1/campaigns/{campaign_id}/audience", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: MINUTE / 4,
  });

/** The effect of a sent campaign. "Sales aren't in yet" is a valid answer and isn't retried. */
export const campaignLift = (id: string) =>
  queryOptions({
    queryKey: queryKeys.campaigns.lift(id),
    queryFn: () =>
      unwrap(
        api.GET("/v1/campaigns/{campaign_id}/lift", { params: { path: { campaign_id: id } } }),
      ),
    retry: false,
    ...PER_SNAPSHOT,
  });

/** What an approval would cover now; never cached. */
export const approvalPreview = (id: string, etag: string) =>
  queryOptions({
    queryKey: queryKeys.campaigns.approval(id, etag),
    queryFn: () =>
      unwrap(
        api.GET("/v1/campaigns/{campaign_id}/approval", { params: { path: { campaign_id: id } } }),
      ),
    staleTime: 0,
  });

export const comparison = (id: string, before: number, after: number) =>
  queryOptions({
    queryKey: queryKeys.campaigns.comparison(id, before, after),
    queryFn: () =>
      unwrap(
        api.GET("/v1/campaigns/{campaign_id}/compare", {
          params: { path: { campaign_id: id }, query: { before, after } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const copyProvider = queryOptions({
  queryKey: queryKeys.copyProvider,
  queryFn: () => unwrap(api.GET("/v1/copy/provider")),
  ...PER_SNAPSHOT,
});
