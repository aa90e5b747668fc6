import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { planRow } from "../../api/queries/plan";
import { useCurrency, useFormats } from "../../format/context";
import { Offer } from "../../ui/Offer";
import { Reason } from "../../ui/Reason";
import { adviceOf, arrivalOf } from "./advice";
import { ForecastMethod, OrderSum } from "./OrderSum";
import { runsOut } from "./projection";
import { useStockAhead } from "./useStockAhead";

type Item = Schemas["InventoryAnswer"];

/** What to do with this product, why, and the calculation behind it. */
export function Answer({ item }: { item: Item }) {
  return (
    <>
      <p className="strong">
        <Deed item={item} />
      </p>
      <Reason sum={<OrderSum item={item} />} method={<ForecastMethod item={item} />}>
        <Why item={item} />
      </Reason>
      <Planned code={item.stock_code} />
    </>
  );
}

function Deed({ item }: { item: Item }) {
  const formats = useFormats();
  const currency = useCurrency();
  const money = formats.compactMoney(item.money_bound, currency);
  const units = formats.count(item.overstock_units);
  const order = Math.round(item.suggested_order ?? 0);
  switch (adviceOf(item)) {
    case "order":
      return <Plural value={order} one="Order # unit now." other="Order # units now." />;
    case "clear":
      return <Trans>Clear what is left and don't order again: {money} is tied up.</Trans>;
    case "wait":
      return (
        <Trans>
          Don't order: {units} units more than will sell soon, {money} tied up.
        </Trans>
      );
    case "none":
      return <Trans>Nothing to order: the stock lasts until the next order can arrive.</Trans>;
  }
}

function Why({ item }: { item: Item }) {
  const formats = useFormats();
  const ahead = useStockAhead(item);
  const advice = adviceOf(item);
  if (advice === "clear") return <Silence item={item} />;
  if (ahead === null) {
    const units = formats.count(item.current_stock);
    return <Trans>{units} units in stock, with no expected sales.</Trans>;
  }
  const arrival = advice === "order" ? arrivalOf(ahead.firstDay, item.lead_time_days) : null;
  if (item.current_stock === 0) return <OutOfStock arrival={arrival} />;
  const late = runsOut(ahead.points);
  const early = runsOut(ahead.points, "low");
  return <LastsUntil late={late} early={early} arrival={arrival} />;
}

function Silence({ item }: { item: Item }) {
  const formats = useFormats();
  const stock = formats.count(item.current_stock);
  const weeks = item.silent_weeks ?? 0;
  return (
    <Trans>
      {stock} in stock, and{" "}
      <Plural value={weeks} one="no sale for # week." other="no sale for # weeks." />
    </Trans>
  );
}

function OutOfStock({ arrival }: { arrival: Date | null }) {
  const when = useFormats().day(arrival);
  if (arrival === null) return <Trans>Out of stock.</Trans>;
  return <Trans>Out of stock. Ordered now, it arrives {when}.</Trans>;
}

interface LastsProps {
  late: Date | null;
  early: Date | null;
  /** Of an order placed now. */
  arrival: Date | null;
}

/** Event, date, and what still helps. */
function LastsUntil({ late, early, arrival }: LastsProps) {
  const formats = useFormats();
  const until = formats.day(late);
  const soonest = formats.day(early);
  const when = formats.day(arrival);
  if (early === null) return <Trans>Lasts more than four weeks, even if demand is high.</Trans>;
  if (late === null && arrival === null)
    return <Trans>Should last four weeks; out by {soonest} if demand is high.</Trans>;
  if (late === null)
    return (
      <Trans>
        Runs out by {soonest} if demand is high; ordered now, it arrives {when}.
      </Trans>
    );
  if (until === soonest) return <LastsUntilDay until={until} when={arrival && when} />;
  if (arrival === null)
    return (
      <Trans>
        Lasts until {until}, or {soonest} if demand is high.
      </Trans>
    );
  return (
    <Trans>
      Runs out {until}, or {soonest} if demand is high; ordered now, it arrives {when}.
    </Trans>
  );
}

/** One day, whether demand is high or not. */
function LastsUntilDay({ until, when }: { until: string; when: string | null }) {
  if (when === null) return <Trans>Lasts until {until}.</Trans>;
  return (
    <Trans>
      Runs out {until}; ordered now, it arrives {when}.
    </Trans>
  );
}

/** What the plan of the week offers of it, and to whom. */
function Planned({ code }: { code: string }) {
  const row = useQuery(planRow(code)).data;
  if (row === undefined) return null;
  return (
    <p className="small muted">
      <Trans>
        In this week's plan:{" "}
        <Link href={`/plan?product=${encodeURIComponent(code)}`}>
          <Offer discount={row.discount} segment={row.target_cluster} />
        </Link>
      </Trans>
    </p>
  );
}
