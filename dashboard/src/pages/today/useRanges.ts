import { useQueries } from "@tanstack/react-query";
import { demandOf } from "../../api/queries/demand";
import { type Action, type MoneyRange, marginRange, shortageRange } from "./actions";

/** The range of each job's money, by its id; undefined while it is being fetched. */
export function useRanges(actions: Action[]): Map<string, MoneyRange | null | undefined> {
  const orders = actions.filter((action) => action.kind === "order");
  const answers = useQueries({ queries: orders.map(({ code }) => demandOf(code)) });
  const ranges = new Map<string, MoneyRange | null | undefined>();
  for (const action of actions)
    if (action.kind === "promote") ranges.set(action.id, marginRange(action.row));
  orders.forEach((action, place) => {
    const demand = answers[place];
    ranges.set(action.id, demand?.isPending ? undefined : shortageRange(action.risk, demand?.data));
  });
  return ranges;
}
