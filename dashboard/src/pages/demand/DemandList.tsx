import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { demandList } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { useAddress } from "../../grid/address";
import { Choice, SearchField } from "../../ui/Filters";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { FilteredEmpty } from "../../ui/States";
import { TrustBadge } from "../../ui/Trust";

export const GRADES = ["A", "B", "C", "none"] as const;

export function ProductsPanel() {
  const { t } = useLingui();
  const address = useAddress();
  const query = useQuery(
    demandList({
      q: address.get("q") || undefined,
      trust: (address.get("trust") || undefined) as "A" | undefined,
      sort: "-predicted_7d_demand",
      limit: 25,
    }),
  );
  return (
    <Panel title={<Trans>Products by expected demand</Trans>}>
      <search className="filters">
        <SearchField address={address} label={t`Search by name or code`} />
        <Choice address={address} name="trust" label={t`Reliability`}>
          {GRADES.map((grade) => (
            <option key={grade} value={grade}>
              {grade === "none" ? t`Not graded` : grade}
            </option>
          ))}
        </Choice>
      </search>
      <QueryResult query={query} height={400}>
        {(page) =>
          page.items.length === 0 ? (
            <FilteredEmpty onClear={address.clear} />
          ) : (
            <DemandRows page={page} />
          )
        }
      </QueryResult>
    </Panel>
  );
}

function DemandRows({ page }: { page: Schemas["Page_ProductDemand_"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const shown = formats.count(page.items.length);
  const total = formats.count(page.total);
  return (
    <>
      <div className="scroll" role="group" aria-label={t`Products by expected demand`} tabIndex={0}>
        <table className="fold">
          <thead>
            <tr>
              <th scope="col">{t`Product`}</th>
              <th scope="col" className="num">{t`Expected, 7 days`}</th>
              <th scope="col" className="num">{t`80% range`}</th>
              <th scope="col">{t`Reliability`}</th>
            </tr>
          </thead>
          <tbody>
            {page.items.map((row) => (
              <tr key={row.stock_code}>
                <th scope="row">
                  <Link href={`/products/${encodeURIComponent(row.stock_code)}`}>
                    {row.product_name}
                  </Link>
                </th>
                <td className="num strong" data-label={t`Expected, 7 days`}>
                  {(row.trust ?? "none") === "none"
                    ? "–"
                    : formats.aligned(row.predicted_7d_demand)}
                </td>
                <td className="num" data-label={t`80% range`}>
                  {formats.aligned(row.p10)} – {formats.aligned(row.p90)}
                </td>
                <td>
                  <TrustBadge grade={row.trust} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted small">
        <Trans>
          {shown} of {total} products.{" "}
          <Link href="/inventory?sort=-predicted_7d_demand">All of them</Link> are in the inventory.
        </Trans>
      </p>
    </>
  );
}
