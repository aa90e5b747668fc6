import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { Panel } from "../../ui/Panel";
import { Empty } from "../../ui/States";

type Found = Schemas["SegmentAnswer"];

interface FavouritesProps {
  found: Found;
  kind: "favourite_categories" | "favourite_products";
  title: React.ReactNode;
}

export function FavouritesTable({ found, kind, title }: FavouritesProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const items = found.profile?.[kind] ?? [];
  return (
    <Panel title={title}>
      {items.length === 0 ? (
        <Empty title={<Trans>Nothing stands out</Trans>}>
          <Trans>
            No clear favourites: they buy what everyone buys, or the sales data doesn't show it.
          </Trans>
        </Empty>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{kind === "favourite_products" ? t`Product` : t`Category`}</th>
              <th scope="col" className="num">{t`Compared with average`}</th>
              <th scope="col" className="num">{t`Bought by`}</th>
            </tr>
          </thead>
          <tbody>
            {items.slice(0, 8).map((item) => (
              <tr key={item.code}>
                <th scope="row">
                  {kind === "favourite_products" ? (
                    <Link href={`/products/${encodeURIComponent(item.code)}`}>{item.name}</Link>
                  ) : (
                    item.name
                  )}
                </th>
                <td className="num">{formats.decimal(item.lift)}</td>
                <td className="num">{formats.percent(item.support)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

export function TopCustomers({ found }: { found: Found }) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <Panel title={<Trans>Top customers</Trans>}>
      <div className="scroll" role="group" aria-label={t`Top customers`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t`Customer`}</th>
              <th scope="col" className="num">{t`Orders`}</th>
              <th scope="col" className="num">{t`Paid so far`}</th>
              <th scope="col" className="num">{t`Buys again`}</th>
            </tr>
          </thead>
          <tbody>
            {found.top_customers.map((person) => (
              <tr key={person.customer_id}>
                <th scope="row">
                  <Link href={`/customers?customer=${encodeURIComponent(person.customer_id)}`}>
                    {person.customer_id}
                  </Link>
                </th>
                <td className="num">{formats.count(person.frequency)}</td>
                <td className="num">{formats.money(person.monetary, found.currency)}</td>
                <td className="num">{formats.percent(person.p_active_90d)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
