import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";
import type { DismissalReason } from "../../names/dismissalReasons";
import type { Action } from "./actions";

export type Dismissal = Schemas["DismissalEntry"];
type Advice = Schemas["Action"];

/** Dismissals of everyone; someone else may just have added one. */
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

/** Who dismissed each job and why. If that can't be loaded, every job is shown. */
export function useDismissals() {
  const { data, error } = useQuery(dismissals);
  const entries = new Map(data?.items.map((entry) => [keyOf(entry.action), entry]));
  return { of: (action: Action) => entries.get(keyOf(adviceOf(action))), error };
}

interface Change {
  action: Advice;
  /** Null undoes the dismissal. */
  reason: DismissalReason | null;
}

/** Dismiss an action for a reason, or take that back; shown at once, and undone where it fails. */
export function useDismiss() {
  const queries = useQueryClient();
  const { queryKey } = dismissals;
  return useMutation({
    mutationFn: ({ action, reason }: Change) =>
      unwrap(
        reason === null
          ? api.POST("/v1/dismissals:undo", { body: { action } })
          : api.POST("/v1/dismissals", { body: { action, reason } }),
      ),
    onMutate: async (change) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, items: after(before.items, change) });
      return before;
    },
    onError: (_error, _change, before) => {
      if (before) queries.setQueryData(queryKey, before);
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
}

function after(items: Dismissal[], { action, reason }: Change): Dismissal[] {
  const others = items.filter((entry) => keyOf(entry.action) !== keyOf(action));
  if (reason === null) return others;
  return [...others, { action, reason, by: "", at: new Date().toISOString() } as Dismissal];
}
