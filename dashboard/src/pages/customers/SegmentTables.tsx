import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";

type Found = Schemas["SegmentAnswer"];

interface FavouritesProps {
  found: Found;
  kind: "favourite_categories" | "favourite_products";
  title: React.ReactNode;
}

type Favourite = NonNullable<Found["profile"]>["favourite_products"][number];

const productOf = (item: Favourite) => `/products/${encodeURIComponent(item.code)}`;

export function FavouritesTable({ found, kind, title }: FavouritesProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const items = found.profile?.[kind] ?? [];
  const columns: Column<Favourite>[] = [
    {
      key: "name",
      name: kind === "favourite_products" ? t`Product` : t`Category`,
      rank: 1,
      cell: (item) => item.name,
    },
    figure({
      key: "lift",
      name: t`Compared with average`,
      rank: 1,
      phone: "figure",
      value: (item) => item.lift,
      text: (lift) => `${formats.decimal(lift)}×`,
    }),
    figure({
      key: "support",
      name: t`Bought by`,
      rank: 1,
      phone: "fact",
      value: (item) => item.support,
      text: (share) => formats.percent(share),
    }),
  ];
  return (
    <Panel title={title}>
      {items.length === 0 ? (
        <Empty>
          <Trans>
            No clear favourites: they buy what everyone buys, or the sales data doesn't show it.
          </Trans>
        </Empty>
      ) : (
        <Table
          name={kind === "favourite_products" ? t`Products` : t`Categories`}
          columns={columns}
          rows={items.slice(0, 8)}
          keyOf={(item) => item.code}
          href={kind === "favourite_products" ? productOf : undefined}
        />
      )}
    </Panel>
  );
}

type Person = Found["top_customers"][number];

export function TopCustomers({ found }: { found: Found }) {
  const { t } = useLingui();
  const formats = useFormats();
  const columns: Column<Person>[] = [
    { key: "id", name: t`Customer`, rank: 1, cell: (person) => person.customer_id },
    figure({
      key: "orders",
      name: t`Orders`,
      rank: 1,
      phone: "fact",
      value: (person) => person.frequency,
      text: (orders) => formats.count(orders),
    }),
    figure({
      key: "paid",
      name: t`Paid so far`,
      rank: 1,
      phone: "figure",
      value: (person) => person.monetary,
      text: (value) => formats.money(value, found.currency, 0),
    }),
    figure({
      key: "again",
      name: t`Buys again`,
      rank: 1,
      phone: "fact",
      value: (person) => person.p_active_90d,
      text: (share) => formats.percent(share),
    }),
  ];
  return (
    <Panel title={<Trans>Top customers</Trans>}>
      <Table
        name={t`Top customers`}
        columns={columns}
        rows={found.top_customers}
        keyOf={(person) => person.customer_id}
        href={(person) => `/customers?customer=${encodeURIComponent(person.customer_id)}`}
      />
    </Panel>
  );
}
