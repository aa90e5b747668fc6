import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, ProblemError, type Schemas, unwrap } from "../../api/client";
import { queryKeys } from "../../api/queryKeys";
import { mayPass } from "../../api/retry";

type Segment = NonNullable<Schemas["DecisionRequest"]["target_cluster"]>;

/** No offer is refused for its margin: the manager decides. */
const NO_FLOOR = -9;

/** The limits a manager can move, in percent. `budget` null: as much as pays off. */
export interface Levers {
  maxDiscount: number;
  marginFloor: number;
  budget: number | null;
}

/** The limits of a plan by default. */
export const USUAL: Levers = { maxDiscount: 50, marginFloor: 5, budget: null };

export function isUsual(levers: Levers): boolean {
  return (Object.keys(USUAL) as (keyof Levers)[]).every((name) => levers[name] === USUAL[name]);
}

function asSettings(levers: Levers): Partial<Schemas["PlanSettings"]> {
  return {
    max_discount: levers.maxDiscount,
    margin_floor: levers.marginFloor / 100,
    discount_budget: levers.budget,
  };
}

/** An offer that a manager tries for one product of the plan. */
export interface TriedOffer {
  code: string;
  discount: number;
  segment: Segment;
}

/** The plan's options are left to this product alone, so that nothing else sways its figures. */
function lockedTo({ code, discount, segment }: TriedOffer): Partial<Schemas["PlanSettings"]> {
  return {
    ladder: discount > 0 ? [0, discount] : [0],
    max_discount: 100,
    margin_floor: NO_FLOOR,
    max_campaigns: 1,
    shrink_for_selection: false,
    locked: [{ stock_code: code, discount, target_cluster: segment, exclude: false }],
  };
}

/** The margin that an offer is expected to bring, before it is saved. */
export function useOfferMargin(offer: TriedOffer, enabled: boolean) {
  const query = useQuery({ ...simulation(lockedTo(offer), 1), enabled });
  return { ...query, margin: query.data?.rows[0]?.expected_margin };
}

/** Plans are computed two at a time for the whole shop; a turn comes within seconds. */
const WAIT_FOR_TURN_MS = 2000;
const MOST_TURNS = 15;

const isBusy = (error: Error) => error instanceof ProblemError && error.status === 429;

/** The plan under other settings, beside the plan as it stands. */
export function useSimulation(levers: Levers, enabled: boolean) {
  return useQuery({
    ...simulation(asSettings(levers), 500),
    enabled,
    placeholderData: keepPreviousData,
  });
}

const simulation = (settings: Partial<Schemas["PlanSettings"]>, rows: number) =>
  queryOptions({
    queryKey: queryKeys.plan.simulation(settings),
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/v1/plan:simulate", {
          // Settings left out keep their defaults, which the generated type doesn't say.
          body: { settings: settings as Schemas["PlanSettings"], rows },
          signal,
        }),
      ),
    retry: (failures, error) => (isBusy(error) ? failures < MOST_TURNS : mayPass(failures, error)),
    retryDelay: WAIT_FOR_TURN_MS,
    staleTime: 5 * 60_000,
  });
