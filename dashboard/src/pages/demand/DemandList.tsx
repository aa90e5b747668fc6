import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { demandList, demandSummary } from "../../api/queries/demand";
import { useFormats } from "../../format/context";
import { useAddress } from "../../grid/address";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { FilteredEmpty } from "../../ui/Empty";
import { FilterBar } from "../../ui/FilterBar";
import { Choice, SearchField } from "../../ui/Filters";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { TrustBadge } from "../../ui/Trust";

type Page = Schemas["Page_ProductDemand_"];
type Row = Page["items"][number];
type Address = ReturnType<typeof useAddress>;

export const GRADES = ["A", "B", "C", "none"] as const;

const SHOWN = 25;

/** Products by what is expected of them; search and grade are in the URL. */
export function DemandList() {
  const address = useAddress();
  const query = useQuery(
    demandList({
      q: address.get("q") || undefined,
      trust: (address.get("trust") || undefined) as "A" | undefined,
      sort: "-predicted_7d_demand",
      limit: SHOWN,
    }),
  );
  const isEmpty = query.data?.items.length === 0;
  return (
    <>
      <Filters address={address} isEmpty={isEmpty} />
      <Section query={query} shape={<RowShapes rows={SHOWN} />}>
        {(page) =>
          page.items.length === 0 ? (
            <FilteredEmpty onClear={address.clear} search={address.get("q")} />
          ) : (
            <DemandRows page={page} isWhole={!address.get("q") && !address.get("trust")} />
          )
        }
      </Section>
    </>
  );
}

function Filters({ address, isEmpty }: { address: Address; isEmpty: boolean }) {
  const { t } = useLingui();
  return (
    <FilterBar
      search={<SearchField address={address} label={t`Search by name or code`} />}
      active={address.get("trust") ? 1 : 0}
      onClear={isEmpty ? undefined : address.clear}
    >
      <Choice address={address} name="trust" label={t`Reliability`}>
        {GRADES.map((grade) => (
          <option key={grade} value={grade}>
            {grade === "none" ? t`Not graded` : grade}
          </option>
        ))}
      </Choice>
    </FilterBar>
  );
}

const codeOf = (row: Row) => row.stock_code;
const productOf = (row: Row) => `/products/${encodeURIComponent(row.stock_code)}`;

function DemandRows({ page, isWhole }: { page: Page; isWhole: boolean }) {
  const { t } = useLingui();
  const formats = useFormats();
  const allOf = (all: string) => t`All ${all}`;
  const shown = formats.count(page.items.length);
  const total = formats.count(page.total);
  const summed = useQuery(demandSummary).data?.total_units;
  const columns = useColumns(isWhole ? summed : undefined);
  return (
    <div className="stack">
      <Table
        name={t`Products by expected demand`}
        columns={columns}
        rows={page.items}
        keyOf={codeOf}
        href={productOf}
        totals={allOf(total)}
        framed
      />
      <p className="muted small">
        <Trans>
          {shown} of {total} products.{" "}
          <Link href="/inventory?sort=-predicted_7d_demand">All of them</Link> are in the inventory.
        </Trans>
      </p>
    </div>
  );
}

function useColumns(total: number | undefined): Column<Row>[] {
  const { t } = useLingui();
  const formats = useFormats();
  return [
    {
      key: "name",
      name: t`Product`,
      rank: 1,
      cell: (row) => row.product_name,
      title: (row) => row.product_name,
    },
    figure({
      key: "expected",
      name: t`Expected, 7 days`,
      rank: 1,
      phone: "figure",
      strong: true,
      value: (row) => ((row.trust ?? "none") === "none" ? null : row.predicted_7d_demand),
      text: (units) => formats.aligned(units),
      total,
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
}
