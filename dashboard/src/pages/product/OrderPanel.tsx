import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { useCurrency, useFormats } from "../../format/context";
import type { Column } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { Provenance } from "../../ui/Badges";
import { Panel } from "../../ui/Panel";

type Fact = [name: string, value: ReactNode, source?: string | null];

/** What the suggested order is worked out from, and what the stock has cost so far. */
export function OrderPanel({ item }: { item: Schemas["InventoryAnswer"] }) {
  const { t } = useLingui();
  const columns: Column<Fact>[] = [
    { key: "fact", name: t`Fact`, rank: 1, cell: ([name]) => name },
    {
      key: "value",
      name: t`Value`,
      rank: 1,
      phone: "figure",
      end: true,
      cell: ([, value, source]) => (
        <>
          <Provenance source={source} /> {value}
        </>
      ),
    },
  ];
  return (
    <Panel title={<Trans>How the order is calculated</Trans>}>
      <Table
        name={t`How the order is calculated`}
        columns={columns}
        rows={useFacts(item)}
        keyOf={([name]) => name}
      />
    </Panel>
  );
}

function useFacts(item: Schemas["InventoryAnswer"]): Fact[] {
  const { t } = useLingui();
  const formats = useFormats();
  const currency = useCurrency();
  const days = (count: number | null) =>
    count === null ? "–" : <Plural value={Math.round(count)} one="# day" other="# days" />;
  const units = (count: number | null) =>
    count === null ? "–" : <Plural value={Math.round(count)} one="# unit" other="# units" />;
  const ago = (count: number | null) =>
    count === null ? (
      "–"
    ) : (
      <Plural value={count} one="# day before the sales end" other="# days before the sales end" />
    );
  const facts: (Fact | null)[] = [
    [t`Lead time`, days(item.lead_time_days), item.lead_time_source],
    [t`Safety stock`, units(item.safety_stock), item.spread_source],
    [t`Pack`, units(item.pack_size), item.pack_source],
    item.shelf_life_days === null ? null : [t`Shelf life`, days(item.shelf_life_days)],
    item.supplier === null ? null : [t`Supplier`, item.supplier],
    [t`Money tied up in surplus`, formats.money(item.money_bound, currency), item.cost_source],
    [t`Sales probably lost lately`, units(item.lost_sales_units), item.stock_source],
    [t`Last sold`, ago(item.days_since_last_sale)],
  ];
  return facts.filter((fact) => fact !== null);
}
