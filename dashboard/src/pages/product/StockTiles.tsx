import { Trans } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useCurrency, useFormats } from "../../format/context";
import { DashedBadge, Provenance } from "../../ui/Badges";
import { Tile } from "../../ui/Tile";

export function StockTiles({ item }: { item: Schemas["InventoryAnswer"] }) {
  const formats = useFormats();
  const currency = useCurrency();
  const lead = formats.count(item.lead_time_days);
  const reorder = formats.count(item.reorder_point);
  const days = formats.decimal(item.days_of_cover);
  const cost = formats.money(item.unit_cost, currency);
  return (
    <dl className="tiles">
      <Tile
        name={<Trans>In stock</Trans>}
        figure={formats.count(item.current_stock)}
        note={
          <>
            <Trans>{days} days of cover</Trans> <Provenance source={item.stock_source} />
          </>
        }
      />
      <Tile
        name={<Trans>Suggested order</Trans>}
        figure={formats.count(item.suggested_order)}
        note={<Trans>reorder point {reorder} units</Trans>}
      />
      <Tile
        name={<Trans>Stock-out risk</Trans>}
        figure={formats.percent(item.stock_out_probability)}
        note={
          <>
            <Trans>within {lead} days' lead time</Trans>{" "}
            <Provenance source={item.lead_time_source} />
          </>
        }
      />
      <Tile
        name={<Trans>Price</Trans>}
        figure={formats.money(item.unit_price, currency)}
        note={
          <>
            <Trans>cost {cost}</Trans> <Provenance source={item.cost_source} />
          </>
        }
      />
      <Tile
        name={<Trans>Class</Trans>}
        figure={`${item.abc ?? "–"}${item.xyz ?? ""}`}
        note={
          item.dead_stock ? (
            <DashedBadge>
              <Trans>Dead stock</Trans>
            </DashedBadge>
          ) : (
            <Trans>revenue, steadiness</Trans>
          )
        }
      />
    </dl>
  );
}
