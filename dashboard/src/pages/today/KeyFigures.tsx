import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { demandAccuracy } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { Provenance } from "../../ui/Badges";
import { Tile } from "../../ui/Tile";
import { sectionData } from "./sections";

/** The shop in a few numbers, each with what it rests on. */
export function KeyFigures({ answer }: { answer: Schemas["Dashboard"] }) {
  const formats = useFormats();
  const figures = sectionData(answer, "key_figures");
  const risk = sectionData(answer, "stock_at_risk");
  const demand = sectionData(answer, "demand_ahead");
  const currency =
    sectionData(answer, "plan")?.currency ?? sectionData(answer, "segments")?.currency ?? "USD";
  const products = formats.count(figures?.products);
  const last = figures?.last_28_days;
  const orders = formats.count(last?.orders);
  const first = formats.day(demand?.first_day);
  const until = formats.day(demand?.last_day);
  return (
    <dl className="tiles six">
      {last ? (
        <Tile
          name={<Trans>Sales of the last 28 days</Trans>}
          figure={formats.compactMoney(last.revenue_net, currency)}
          note={<Trans>{orders} orders, net of returns</Trans>}
        />
      ) : null}
      {demand ? (
        <Tile
          name={<Trans>Units expected this week</Trans>}
          figure={formats.count(demand.total_units)}
          note={
            <Trans>
              {first} to {until}
            </Trans>
          }
        />
      ) : null}
      {figures ? (
        <Tile
          name={<Trans>Stock value at cost</Trans>}
          figure={formats.compactMoney(figures.stock_value, currency)}
          note={
            <>
              <Trans>{products} products</Trans> <Provenance source={figures.stock_source} />{" "}
              <Provenance source={figures.cost_source} />
            </>
          }
        />
      ) : null}
      {risk ? <RiskTiles risk={risk} currency={currency} /> : null}
      <AccuracyTile />
    </dl>
  );
}

function RiskTiles({ risk, currency }: { risk: Schemas["StockAtRisk"]; currency: string }) {
  const formats = useFormats();
  const short = formats.count(risk.counts.UNDERSTOCKED);
  const over = formats.count(risk.counts.OVERSTOCKED);
  const source = risk.top_understocked[0]?.stock_source;
  return (
    <>
      <Tile
        name={<Trans>Sales at risk this week</Trans>}
        figure={formats.compactMoney(risk.revenue_short, currency)}
        note={
          <>
            <Link href="/inventory?status=UNDERSTOCKED">
              <Trans>{short} products with too little stock</Trans>
            </Link>{" "}
            <Provenance source={source} />
          </>
        }
      />
      <Tile
        name={<Trans>Money in surplus stock</Trans>}
        figure={formats.compactMoney(risk.overstock_value, currency)}
        note={
          <>
            <Link href="/inventory?status=OVERSTOCKED">
              <Trans>{over} products with too much stock</Trans>
            </Link>{" "}
            <Provenance source={source} />
          </>
        }
      />
    </>
  );
}

function AccuracyTile() {
  const formats = useFormats();
  const { data } = useQuery(demandAccuracy);
  const all = data?.classes.all;
  if (!all) return null;
  const share = formats.percent(all.coverage_80);
  return (
    <Tile
      name={<Trans>Within the 80% range</Trans>}
      figure={share}
      note={
        <Link href="/demand">
          <Trans>of recent forecasts</Trans>
        </Link>
      }
    />
  );
}
