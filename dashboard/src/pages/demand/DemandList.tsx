import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { demandList } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { useAddress } from "../../grid/address";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { Choice, SearchField } from "../../ui/Filters";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { FilteredEmpty } from "../../ui/States";
import { TrustBadge } from "../../ui/Trust";

type Row = Schemas["Page_ProductDemand_"]["items"][number];

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

const codeOf = (row: Row) => row.stock_code;
const productOf = (row: Row) => `/products/${encodeURIComponent(row.stock_code)}`;

function DemandRows({ page }: { page: Schemas["Page_ProductDemand_"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const shown = formats.count(page.items.length);
  const total = formats.count(page.total);
  const columns: Column<Row>[] = [
    { key: "name", name: t`Product`, rank: 1, cell: (row) => row.product_name },
    figure({
      key: "expected",
      name: t`Expected, 7 days`,
      rank: 1,
      phone: "figure",
      strong: true,
      value: (row) => ((row.trust ?? "none") === "none" ? null : row.predicted_7d_demand),
      text: (units) => formats.aligned(units),
    }),
    {
      key: "range",
      name: t`80% range`,
      rank: 2,
      end: true,
      phone: "fact",
      cell: (row) => `${formats.aligned(row.p10)} – ${formats.aligned(row.p90)}`,
    },
    {
      key: "trust",
      name: t`Reliability`,
      rank: 1,
      phone: "chip",
      cell: (row) => <TrustBadge grade={row.trust} />,
    },
  ];
  return (
    <>
      <Table
        name={t`Products by expected demand`}
        columns={columns}
        rows={page.items}
        keyOf={codeOf}
        href={productOf}
      />
      <p className="muted small">
        <Trans>
          {shown} of {total} products.{" "}
          <Link href="/inventory?sort=-predicted_7d_demand">All of them</Link> are in the inventory.
        </Trans>
      </p>
    </>
  );
}
