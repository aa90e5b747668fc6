import type { Schemas } from "../../api/client";

const USUAL_WEEKS = 4;

/** Mean of the last weeks of all products; null where there are too few. */
export function usualUnits(found: Pick<Schemas["DemandMoves"], "units">): number | null {
  const last = found.units.slice(-USUAL_WEEKS);
  return last.length < USUAL_WEEKS ? null : last.reduce((sum, each) => sum + each, 0) / USUAL_WEEKS;
}
