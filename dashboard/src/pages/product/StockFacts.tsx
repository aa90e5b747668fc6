import { Plural, Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { demandOf } from "../../api/queries/demand";
import { useCurrency, useFormats } from "../../format/context";
import type { Formats } from "../../format/intl";
import { type KeyValue, KeyValues } from "../../ui/KeyValues";
import { Panel } from "../../ui/Panel";
import { Days, Sourced, Units } from "./OrderSum";

type Item = Schemas["InventoryAnswer"];

/** The stock figures. */
export function StockFacts({ item }: { item: Item }) {
  const formats = useFormats();
  const currency = useCurrency();
  const demand = useQuery(demandOf(item.stock_code)).data;
  const facts = [
    {
      name: <Trans>In stock</Trans>,
      value: <Sourced source={item.stock_source} value={<Units of={item.current_stock} />} />,
    },
    { name: <Trans>Stock lasts</Trans>, value: <Days of={item.days_of_cover} /> },
    expectedSales(demand, formats),
    { name: <Trans>Suggested order</Trans>, value: <Units of={item.suggested_order} /> },
    { name: <Trans>Reorder point</Trans>, value: <Units of={item.reorder_point} /> },
    stockOutRisk(item, formats),
    {
      name: <Trans>Money tied up in surplus</Trans>,
      value: (
        <Sourced source={item.cost_source} value={formats.money(item.money_bound, currency, 0)} />
      ),
    },
    {
      name: <Trans>Sales probably lost recently</Trans>,
      value: <Sourced source={item.stock_source} value={<Units of={item.lost_sales_units} />} />,
    },
    { name: <Trans>Last sold</Trans>, value: <Ago days={item.days_since_last_sale} /> },
  ];
  return (
    <Panel title={<Trans>Stock</Trans>}>
      <KeyValues facts={facts} />
    </Panel>
  );
}

/** Without a grade there is a range and no single number. */
function expectedSales(demand: Schemas["DemandAnswer"] | undefined, formats: Formats): KeyValue {
  const low = formats.decimal(demand?.p10);
  const high = formats.decimal(demand?.p90);
  const middle = formats.decimal(demand?.predicted_7d_demand);
  const isRangeOnly = (demand?.trust ?? "none") === "none";
  return {
    name: <Trans>Expected, 7 days</Trans>,
    value:
      demand?.p10 == null ? (
        middle
      ) : isRangeOnly ? (
        <Trans>
          {low} to {high}
        </Trans>
      ) : (
        <Trans>
          {middle} ({low} to {high})
        </Trans>
      ),
  };
}

function stockOutRisk(item: Item, formats: Formats): KeyValue {
  const risk = formats.percent(item.stock_out_probability);
  return {
    name: <Trans>Risk of running out before a delivery</Trans>,
    value: <Sourced source={item.lead_time_source} value={risk} />,
  };
}

function Ago({ days }: { days: number | null }) {
  if (days === null) return "–";
  return (
    <Plural
      value={days}
      one="# day before the sales data ends"
      other="# days before the sales data ends"
    />
  );
}
