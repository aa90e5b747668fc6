import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";

/** A campaign as it was read, with what a change has to name. */
export type CampaignWithEtag = Schemas["CampaignState"] & { etag: string };
export type Step = "submit" | "return" | "cancel";

const at = (read: CampaignWithEtag) => ({
  path: { campaign_id: read.id },
  header: { "if-match": read.etag },
});

/** What can be done to a campaign; each change names the state it was made for. */
function useChange<T>(id: string, run: (options: T) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    // After a refusal as well: the data shown may be outdated.
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.campaigns.item(id) });
      void queries.invalidateQueries({ queryKey: queryKeys.campaigns.all });
      void queries.invalidateQueries({ queryKey: queryKeys.dashboard });
    },
  });
}

export const useEdit = (id: string) =>
  useChange(id, ({ read, edit }: { read: CampaignWithEtag; edit: Schemas["EditRequest"] }) =>
    unwrap(api.PATCH("/v1/campaigns/{campaign_id}", { params: at(read), body: edit })),
  );

export const useStep = (id: string) =>
  useChange(id, ({ read, step, note }: { read: CampaignWithEtag; step: Step; note?: string }) => {
    const options = { params: at(read), body: { note: note || null } };
    if (step === "submit") return unwrap(api.POST("/v1/campaigns/{campaign_id}:submit", options));
    if (step === "return") return unwrap(api.POST("/v1/campaigns/{campaign_id}:return", options));
    return unwrap(api.POST("/v1/campaigns/{campaign_id}:cancel", options));
  });

export const useApprove = (id: string) =>
  useChange(
    id,
    ({ read, options }: { read: CampaignWithEtag; options: Schemas["ApprovalRequest"] }) =>
      unwrap(api.POST("/v1/campaigns/{campaign_id}:approve", { params: at(read), body: options })),
  );

export const useRestore = (id: string) =>
  useChange(id, ({ read, version }: { read: CampaignWithEtag; version: number }) =>
    unwrap(
      api.POST("/v1/campaigns/{campaign_id}:restore", { params: at(read), body: { version } }),
    ),
  );

export const useSchedule = (id: string) =>
  useChange(id, ({ read, when }: { read: CampaignWithEtag; when: string }) =>
    unwrap(
      api.POST("/v1/campaigns/{campaign_id}:schedule", { params: at(read), body: { at: when } }),
    ),
  );

export const useMarkSent = (id: string) =>
  useChange(
    id,
    ({ read, when, digest }: { read: CampaignWithEtag; when: string; digest: string }) =>
      unwrap(
        api.POST("/v1/campaigns/{campaign_id}:sent", {
          params: at(read),
          body: { at: when, file_sha256: digest },
        }),
      ),
  );
