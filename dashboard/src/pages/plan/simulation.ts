import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, ProblemError, type Schemas, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";
import { mayPass } from "../../api/retry";

/** What a manager moves. `budget` null: as much as is worth it. Shares and percent as the page shows them. */
export interface Levers {
  maxDiscount: number;
  marginFloor: number;
  budget: number | null;
}

/** The settings a plan is made with where nobody says otherwise. */
export const USUAL: Levers = { maxDiscount: 50, marginFloor: 5, budget: null };

export function isUsual(levers: Levers): boolean {
  return (Object.keys(USUAL) as (keyof Levers)[]).every((name) => levers[name] === USUAL[name]);
}

export function asSettings(levers: Levers): Partial<Schemas["PlanSettings"]> {
  return {
    max_discount: levers.maxDiscount,
    margin_floor: levers.marginFloor / 100,
    discount_budget: levers.budget,
  };
}

/** Plans are computed two at a time for the whole shop; a turn comes within seconds. */
const WAIT_FOR_TURN_MS = 2000;
const MOST_TURNS = 15;

const isBusy = (error: Error) => error instanceof ProblemError && error.status === 429;

/** The plan under other settings, beside the plan as it stands. */
export function useSimulation(levers: Levers, enabled: boolean) {
  const settings = asSettings(levers);
  return useQuery({
    queryKey: queryKeys.plan.simulation(settings),
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/v1/plan:simulate", {
          // What is left out keeps its default, which the generated type does not tell.
          body: { settings: settings as Schemas["PlanSettings"], rows: 500 },
          signal,
        }),
      ),
    enabled: enabled,
    retry: (failures, error) => (isBusy(error) ? failures < MOST_TURNS : mayPass(failures, error)),
    retryDelay: WAIT_FOR_TURN_MS,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
}
