import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";

export type Decision = Schemas["DecisionEntry"];
type DecisionRequest = Schemas["DecisionRequest"];

/** The decisions on one plan, by product; a later decision replaces an earlier one. */
export const decisionsOn = (snapshot: string) =>
  queryOptions({
    queryKey: queryKeys.decisions.ofPlan(snapshot),
    queryFn: () =>
      unwrap(api.GET("/v1/decisions", { params: { query: { snapshot, limit: 500 } } })),
    select: latestOf,
    enabled: snapshot !== "",
    staleTime: 15_000,
  });

function latestOf(page: Schemas["CursorPage_DecisionEntry_"]): Map<string, Decision> {
  const latest = new Map<string, Decision>();
  for (const entry of page.items) {
    const known = latest.get(entry.stock_code);
    if (known === undefined || known.sequence < entry.sequence) latest.set(entry.stock_code, entry);
  }
  return latest;
}

export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (request: DecisionRequest) =>
      unwrap(
        api.POST("/v1/decisions", {
          params: { header: { "idempotency-key": onceOnly() } },
          body: request,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: queryKeys.decisions.all }),
  });
}

/** An idempotency key. `randomUUID` isn't available without TLS, as in a shop's own network. */
function onceOnly(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export interface Split {
  /** Everything still in the plan: open, accepted or changed. */
  shown: Schemas["PlanRow"][];
  rejected: Schemas["PlanRow"][];
}

/** Rejected rows leave the list; one that is open stays until it is closed. */
export function splitRejected(
  rows: Schemas["PlanRow"][],
  entries: Map<string, Decision>,
  open: string,
): Split {
  const isRejected = (row: Schemas["PlanRow"]) =>
    entries.get(row.stock_code)?.decision === "rejected";
  return {
    shown: rows.filter((row) => !isRejected(row) || row.stock_code === open),
    rejected: rows.filter(isRejected),
  };
}

/** Rows and money of a plan by what was decided; together they are the plan's own total. */
export function decidedTotals(rows: Schemas["PlanRow"][], entries: Map<string, Decision>) {
  const totals = { accepted: none(), open: none(), rejected: none() };
  for (const row of rows) {
    const decision = entries.get(row.stock_code)?.decision;
    const kind = decision === "rejected" ? decision : decision ? "accepted" : "open";
    totals[kind].rows += 1;
    totals[kind].money += row.money_at_stake ?? 0;
  }
  return totals;
}

const none = () => ({ rows: 0, money: 0 });
