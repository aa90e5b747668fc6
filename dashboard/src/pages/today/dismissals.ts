import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";
import type { DismissalReason } from "../../names/dismissalReasons";
import type { Action } from "./actions";

export type Dismissal = Schemas["DismissalEntry"];
type Advice = Schemas["Action"];

/** What is put aside, for everybody; somebody else may have done so a moment ago. */
export const dismissals = queryOptions({
  queryKey: queryKeys.dismissals,
  queryFn: () => unwrap(api.GET("/v1/dismissals")),
  staleTime: 15_000,
  refetchInterval: 60_000,
});

/** What an action advises. Another discount, segment or number of units is another action. */
export function adviceOf(action: Action): Advice {
  if (action.kind === "order")
    return { kind: "order", stock_code: action.code, amount: Math.ceil(action.risk.units) };
  return {
    kind: "promote",
    stock_code: action.code,
    target_cluster: action.row.target_cluster as Advice["target_cluster"],
    amount: action.row.discount ?? 0,
  };
}

function keyOf({ kind, stock_code, target_cluster, amount }: Advice): string {
  return JSON.stringify([kind, stock_code, target_cluster ?? null, amount]);
}

/** Who put each action aside, and why. While nobody can say, every action stands. */
export function useDismissals() {
  const { data, error } = useQuery(dismissals);
  const entries = new Map(data?.items.map((entry) => [keyOf(entry.action), entry]));
  return { of: (action: Action) => entries.get(keyOf(adviceOf(action))), error };
}

/** Put an action aside for a reason, or without one take that back. */
export function useDismiss() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ action, reason }: { action: Advice; reason: DismissalReason | null }) =>
      unwrap(
        reason === null
          ? api.POST("/v1/dismissals:undo", { body: { action } })
          : api.POST("/v1/dismissals", { body: { action, reason } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.dismissals }),
  });
}
