import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { salesHistory } from "../../api/queries/inventory";
import { TimeChart } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { ChartShape } from "../../ui/Skeleton";
import { at } from "./days";
import { type PricedWeek, type Prices, pricesOf } from "./prices";

/** What was paid week by week against the shelf price; weeks of a promotion stand out. */
export function PricePanel({ code }: { code: string }) {
  const history = useQuery(salesHistory(code));
  return (
    <Panel title={<Trans>Price paid and promotions</Trans>}>
      <Section query={history} shape={<ChartShape />}>
        {(sold) => <PriceChart sold={sold} prices={pricesOf(sold.weeks)} />}
      </Section>
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
      caption={<PriceCaption prices={prices} cheapest={prices.cheapest} currency={sold.currency} />}
    />
  );
}

interface CaptionProps {
  prices: Prices;
  cheapest: PricedWeek;
  currency: string;
}

function PriceCaption({ prices, cheapest, currency }: CaptionProps) {
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
    <Empty>
      <Trans>No whole week with sales yet. The chart appears after the first one.</Trans>
    </Empty>
  );
}
