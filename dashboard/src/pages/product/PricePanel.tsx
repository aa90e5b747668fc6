import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { salesHistory } from "../../api/queries/inventory";
import { TimeChart } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty } from "../../ui/States";
import { at } from "./days";
import { type PricedWeek, type Prices, pricesOf } from "./prices";

/** What was paid week by week against the shelf price; weeks of a promotion stand out. */
export function PricePanel({ code }: { code: string }) {
  const history = useQuery(salesHistory(code));
  return (
    <Panel title={<Trans>Price paid and promotions</Trans>}>
      <QueryResult query={history} height={300}>
        {(sold) => <PriceChart sold={sold} prices={pricesOf(sold.weeks)} />}
      </QueryResult>
    </Panel>
  );
}

function PriceChart({ sold, prices }: { sold: Schemas["SalesHistory"]; prices: Prices }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (prices.cheapest === null) return <NeverSold />;
  const shelf = prices.weeks
    .filter((week) => week.shelf_price !== null)
    .map((week) => ({ at: at(week.first_day), value: week.shelf_price ?? 0 }));
  return (
    <TimeChart
      name={t`Average price paid per week`}
      unit={sold.currency}
      say={(value) => formats.money(value, sold.currency)}
      tick={(value, step) => formats.money(value, sold.currency, step < 1 ? 2 : 0)}
      fromZero={false}
      past={prices.weeks.map((week) => ({ at: at(week.first_day), value: week.price }))}
      future={[]}
      beside={prices.shelfKnown ? { name: t`shelf price`, points: shelf } : null}
      marked={
        prices.shelfKnown
          ? {
              name: t`promotion`,
              at: new Set(prices.promoted.map((week) => +at(week.first_day))),
            }
          : null
      }
      caption={
        <StatementValues prices={prices} cheapest={prices.cheapest} currency={sold.currency} />
      }
    />
  );
}

interface VerdictTextProps {
  prices: Prices;
  cheapest: PricedWeek;
  currency: string;
}

function StatementValues({ prices, cheapest, currency }: VerdictTextProps) {
  const formats = useFormats();
  const low = formats.money(cheapest.price, currency);
  const week = formats.day(cheapest.first_day);
  const weeks = formats.count(prices.promoted.length);
  const all = formats.count(prices.weeks.length);
  if (!prices.shelfKnown)
    return (
      <Trans>
        Lowest price {low}, in the week of {week}. The sales data has no list prices, so promotion
        weeks aren't known.
      </Trans>
    );
  return (
    <Trans>
      Dots are promotion weeks, when customers paid more than 2% below the shelf price (dotted
      line): {weeks} of {all} weeks with sales. Lowest price {low}, in the week of {week}.
    </Trans>
  );
}

/** Nothing was sold in a whole week yet. */
export function NeverSold() {
  return (
    <Empty title={<Trans>No sales in the ledger's whole weeks</Trans>}>
      <Trans>A chart appears after the first sale.</Trans>
    </Empty>
  );
}
