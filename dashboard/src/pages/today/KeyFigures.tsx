import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { demandAccuracy } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import type { Formats } from "../../format/intl";
import { Provenance } from "../../ui/Provenance";
import { type Stat, StatStrip } from "../../ui/StatStrip";
import { sectionData } from "./sections";

type Dashboard = Schemas["Dashboard"];

/** The shop in a few numbers, each with what it rests on. */
export function KeyFigures({ answer }: { answer: Dashboard }) {
  const formats = useFormats();
  const figures = sectionData(answer, "key_figures");
  const risk = sectionData(answer, "stock_at_risk");
  const demand = sectionData(answer, "demand_ahead");
  const currency =
    sectionData(answer, "plan")?.currency ?? sectionData(answer, "segments")?.currency ?? "USD";
  const stats: Stat[] = [];
  if (figures?.last_28_days) stats.push(sales(figures.last_28_days, currency, formats));
  if (demand) stats.push(unitsAhead(demand, formats));
  if (risk) stats.push(salesAtRisk(risk, currency, formats));
  if (figures) stats.push(stockValue(figures, currency, formats));
  if (risk) stats.push(surplus(risk, currency, formats));
  return stats.length > 0 ? <StatStrip stats={stats} /> : null;
}

function sales(last: Schemas["RecentSales"], currency: string, formats: Formats): Stat {
  const orders = formats.count(last.orders);
  return {
    name: <Trans>Sales of the last 28 days</Trans>,
    figure: formats.compactMoney(last.revenue_net, currency),
    note: <Trans>{orders} orders, net of returns</Trans>,
  };
}

function unitsAhead(
  demand: NonNullable<Dashboard["sections"]["demand_ahead"]["data"]>,
  formats: Formats,
): Stat {
  const first = formats.day(demand.first_day);
  const until = formats.day(demand.last_day);
  return {
    name: <Trans>Units expected this week</Trans>,
    figure: formats.count(demand.total_units),
    note: (
      <>
        <Trans>
          {first} to {until}
        </Trans>
        <Accuracy />
      </>
    ),
  };
}

/** How often such a forecast's range held. */
function Accuracy() {
  const formats = useFormats();
  const all = useQuery(demandAccuracy).data?.classes.all;
  if (!all) return null;
  const share = formats.percent(all.coverage_80);
  return (
    <>
      {" · "}
      <Link href="/demand/reliability">
        <Trans>{share} of recent forecasts within the 80% range</Trans>
      </Link>
    </>
  );
}

function stockValue(figures: Schemas["KeyFigures"], currency: string, formats: Formats): Stat {
  const products = formats.count(figures.products);
  return {
    name: <Trans>Stock value at cost</Trans>,
    figure: formats.compactMoney(figures.stock_value, currency),
    note: (
      <>
        <Trans>{products} products</Trans> <Provenance source={figures.stock_source} />{" "}
        <Provenance source={figures.cost_source} />
      </>
    ),
  };
}

function salesAtRisk(risk: Schemas["StockAtRisk"], currency: string, formats: Formats): Stat {
  const short = formats.count(risk.counts.UNDERSTOCKED);
  return {
    name: <Trans>Sales at risk this week</Trans>,
    figure: formats.compactMoney(risk.revenue_short, currency),
    note: (
      <>
        <Link href="/inventory?status=UNDERSTOCKED">
          <Trans>{short} products with too little stock</Trans>
        </Link>{" "}
        <Provenance source={risk.top_understocked[0]?.stock_source} />
      </>
    ),
  };
}

function surplus(risk: Schemas["StockAtRisk"], currency: string, formats: Formats): Stat {
  const over = formats.count(risk.counts.OVERSTOCKED);
  return {
    name: <Trans>Money in surplus stock</Trans>,
    figure: formats.compactMoney(risk.overstock_value, currency),
    note: (
      <>
        <Link href="/inventory?status=OVERSTOCKED">
          <Trans>{over} products with too much stock</Trans>
        </Link>{" "}
        <Provenance source={risk.top_understocked[0]?.stock_source} />
      </>
    ),
  };
}
