import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { api, type Schemas, unwrap } from "../api/client";
import { queryKeys } from "../api/queryKeys";

/** Have the copy of a plan row written and kept, then open it. */
export function useGenerateCopy() {
  const queries = useQueryClient();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: (row: Schemas["PlanRow"]) =>
      unwrap(
        // The plan's own row answers what is left out here: objective, customers, discount.
        api.POST("/generate-campaign", { body: { StockCode: row.stock_code } }),
      ),
    onSuccess: (written) => {
      void queries.invalidateQueries({ queryKey: queryKeys.campaigns.all });
      go(`/campaigns/${encodeURIComponent(`${written.StockCode}_${written.TargetCluster}`)}`);
    },
  });
}
