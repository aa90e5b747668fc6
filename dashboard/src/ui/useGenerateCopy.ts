import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { api, type Schemas, unwrap } from "../api/client";
import { queryKeys } from "../api/queryKeys";

/** Generates and saves the copy of a plan row, then opens the campaign. */
export function useGenerateCopy() {
  const queries = useQueryClient();
  const [, go] = useLocation();
  return useMutation({
    mutationFn: (row: Schemas["PlanRow"]) =>
      unwrap(
        // The service takes objective, customers and discount from the plan's row.
        api.POST("/generate-campaign", { body: { StockCode: row.stock_code } }),
      ),
    onSuccess: (written) => {
      void queries.invalidateQueries({ queryKey: queryKeys.campaigns.all });
      go(`/campaigns/${encodeURIComponent(`${written.StockCode}_${written.TargetCluster}`)}`);
    },
  });
}
