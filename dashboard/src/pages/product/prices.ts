import type { Schemas } from "../../api/client";

type Week = Schemas["SoldWeek"];
export type PricedWeek = Week & { price: number };

const SHOWN_WEEKS = 52;
/** Paid less than this share of the shelf price, on average of a week: a promotion. */
const PROMOTED_BELOW = 0.98;

export interface Prices {
  /** Of the last year, those with a sale. */
  weeks: PricedWeek[];
  promoted: PricedWeek[];
  cheapest: PricedWeek | null;
  /** Whether the ledger tells a price before discounts; without it no promotion can be seen. */
  shelfKnown: boolean;
}

/** The price paid per week, and the weeks in which it was below the shelf price. */
export function pricesOf(weeks: Week[]): Prices {
  const priced = weeks.slice(-SHOWN_WEEKS).filter((week): week is PricedWeek => {
    return week.price !== null;
  });
  return {
    weeks: priced,
    promoted: priced.filter((week) => week.price < (week.shelf_price ?? 0) * PROMOTED_BELOW),
    cheapest: priced.reduce<PricedWeek | null>(
      (best, week) => (best === null || week.price < best.price ? week : best),
      null,
    ),
    shelfKnown: priced.some((week) => week.shelf_price !== null),
  };
}
