import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { product } from "../../api/queries/inventory";
import { useCurrency, useFormats } from "../../format/context";
import { Chip } from "../../ui/Chip";
import { type KeyValue, KeyValues } from "../../ui/KeyValues";
import { Panel } from "../../ui/Panel";
import { Days, Sourced, Units } from "./OrderSum";

/** Facts about a product that rarely change. */
export function ProductSide({ item }: { item: Schemas["InventoryAnswer"] }) {
  const formats = useFormats();
  const currency = useCurrency();
  const known = useQuery(product(item.stock_code)).data;
  const facts: (KeyValue | null)[] = [
    { name: <Trans>Code</Trans>, value: <span className="tabular">{item.stock_code}</span> },
    named(<Trans>Department</Trans>, known?.department),
    named(<Trans>Category</Trans>, known?.category),
    named(<Trans>Brand</Trans>, known?.brand),
    named(<Trans>Supplier</Trans>, item.supplier),
    { name: <Trans>Price</Trans>, value: formats.money(item.unit_price, currency) },
    {
      name: <Trans>Cost</Trans>,
      value: <Sourced source={item.cost_source} value={formats.money(item.unit_cost, currency)} />,
    },
    {
      name: <Trans>Pack</Trans>,
      value: <Sourced source={item.pack_source} value={<Units of={item.pack_size} />} />,
    },
    item.shelf_life_days === null
      ? null
      : { name: <Trans>Shelf life</Trans>, value: <Days of={item.shelf_life_days} /> },
    { name: <Trans>Class (revenue, steadiness)</Trans>, value: <ProductClass item={item} /> },
  ];
  return (
    <Panel title={<Trans>About this product</Trans>}>
      <KeyValues facts={facts.filter((fact) => fact !== null)} />
    </Panel>
  );
}

function named(name: KeyValue["name"], value: string | null | undefined): KeyValue | null {
  return value ? { name, value } : null;
}

function ProductClass({ item }: { item: Schemas["InventoryAnswer"] }) {
  return (
    <>
      {item.abc ?? "–"}
      {item.xyz ?? ""}{" "}
      {item.dead_stock ? (
        <Chip dashed>
          <Trans>Dead stock</Trans>
        </Chip>
      ) : null}
    </>
  );
}
