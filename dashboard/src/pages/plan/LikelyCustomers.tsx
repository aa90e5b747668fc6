import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { planCustomers, planCustomersPage } from "../../api/queries/plan";
import { useFormats } from "../../format/context";
import { csvText } from "../../format/csv";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { RequireRole } from "../../ui/RequireRole";
import { Section } from "../../ui/Section";
import { Failed } from "../../ui/States";
import css from "./plan.module.css";

type Likely = Schemas["LikelyCustomer"];

const COLUMNS = [
  "customer_id",
  "propensity",
  "p_buy_anyway",
  "p_buy_with_offer",
  "value",
  "left_out",
] as const;
const WHOLE_PAGE = 1000;

interface Props {
  code: string;
  /** How many customers are left out because they buy anyway. */
  leftOut: number;
  currency: string;
}

/** The likely customers of a row, most valuable first; only the role needed if it is missing. */
export function LikelyCustomers(props: Props) {
  return (
    <RequireRole action="plan_customers">
      <CustomerList {...props} />
    </RequireRole>
  );
}

function CustomerList({ code, leftOut, currency }: Props) {
  const [sure, setSure] = useState(false);
  const query = useInfiniteQuery(planCustomers(code, sure));
  const file = useMutation({
    mutationFn: async () => downloadCsv(`${code}-customers.csv`, csvOf(await everyone(code, sure))),
  });
  return (
    <div className="stack">
      {leftOut > 0 ? (
        <label className="check">
          <input type="checkbox" checked={sure} onChange={() => setSure(!sure)} />
          <Trans>Show customers left out because they buy anyway</Trans>
        </label>
      ) : null}
      <Section query={query}>
        {(found) => {
          const rows = found.pages.flatMap((page) => page.items);
          return rows.length === 0 ? (
            <Empty>
              <Trans>No customer matches this offer.</Trans>
            </Empty>
          ) : (
            <>
              <People rows={rows} currency={currency} />
              <Shown count={rows.length} total={found.pages[0]?.total ?? 0} />
            </>
          );
        }}
      </Section>
      <div className="row">
        {query.hasNextPage ? (
          <Button
            variant="plain"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            <Trans>Show more</Trans>
          </Button>
        ) : null}
        {query.data ? (
          <Button variant="plain" loading={file.isPending} onClick={() => file.mutate()}>
            <Trans>Export this list (CSV)</Trans>
          </Button>
        ) : null}
      </div>
      {file.isError ? <Failed error={file.error} /> : null}
    </div>
  );
}

function Shown({ count, total }: { count: number; total: number }) {
  const formats = useFormats();
  const shown = formats.count(count);
  const all = formats.count(total);
  return (
    <p className="small muted" role="status">
      <Trans>
        {shown} of {all} customers
      </Trans>
    </p>
  );
}

function People({ rows, currency }: { rows: Likely[]; currency: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const share = (value: number) => formats.percent(value, 1);
  const columns: Column<Likely>[] = [
    { key: "customer", name: t`Customer`, rank: 1, cell: (row) => row.customer_id },
    figure({
      key: "likelihood",
      name: t`Likelihood`,
      rank: 1,
      phone: "fact",
      value: (row) => row.propensity,
      text: share,
    }),
    figure({
      key: "with",
      name: t`With offer`,
      rank: 1,
      phone: "fact",
      value: (row) => row.p_buy_with_offer,
      text: share,
    }),
    figure({
      key: "without",
      name: t`Without`,
      rank: 1,
      phone: "fact",
      value: (row) => row.p_buy_anyway,
      text: share,
    }),
    figure({
      key: "worth",
      name: t`Value`,
      rank: 1,
      phone: "figure",
      value: (row) => row.value,
      text: (value) => formats.money(value, currency),
    }),
  ];
  return (
    <div className={css.people}>
      <Table
        name={t`Likely buyers`}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.customer_id}
        href={(row) => `/customers?customer=${encodeURIComponent(row.customer_id)}`}
      />
    </div>
  );
}

/** All listed customers, including pages not loaded yet. */
async function everyone(code: string, leftOut: boolean): Promise<Likely[]> {
  const rows: Likely[] = [];
  let cursor: string | null = null;
  do {
    const page: Schemas["Page_LikelyCustomer_"] = await planCustomersPage(
      code,
      leftOut,
      cursor,
      WHOLE_PAGE,
    );
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return rows;
}

function csvOf(rows: Likely[]): string {
  return csvText(
    [...COLUMNS],
    rows.map((row) => COLUMNS.map((name) => row[name])),
  );
}
