import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "wouter";
import { api, type Schemas, unwrap } from "../../api/client";
import { downloadCsv } from "../../api/files";
import { segment } from "../../api/queries/customers";
import { Bars } from "../../charts/Bars";
import { TimeChart } from "../../charts/TimeChart";
import { useFormats } from "../../format/context";
import { csvText } from "../../format/csv";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty, Failed } from "../../ui/States";
import { Tile } from "../../ui/Tile";
import { Title } from "../../ui/Title";

type Found = Schemas["SegmentAnswer"];

/** One segment: what it is, where its people come from, what they like. */
export default function Segment() {
  const { label } = useParams<{ label: string }>();
  const name = decodeURIComponent(label);
  const segmentName = useSegmentName();
  const query = useQuery(segment(name));
  const sentence = useServiceSentence();
  const definition = query.data && sentence(query.data.definition_statement, query.data.definition);
  return (
    <>
      <p className="small">
        <Link href="/customers">
          <Trans>Customers</Trans>
        </Link>
      </p>
      <Title lead={definition}>{segmentName(name)}</Title>
      <QueryResult query={query} lines={6} height={700}>
        {(found) => (
          <div className="stack">
            <Figures found={found} />
            <div className="columns">
              <div className="stack">
                <Migration found={found} />
                <Liked
                  found={found}
                  kind="favourite_categories"
                  title={<Trans>Categories they like more than others do</Trans>}
                />
              </div>
              <div className="stack">
                <TopCustomers found={found} />
                <Liked
                  found={found}
                  kind="favourite_products"
                  title={<Trans>Products they like more than others do</Trans>}
                />
              </div>
            </div>
          </div>
        )}
      </QueryResult>
    </>
  );
}

function Figures({ found }: { found: Found }) {
  const formats = useFormats();
  return (
    <>
      <dl className="tiles">
        <Tile
          name={<Trans>Customers</Trans>}
          figure={formats.count(found.size)}
          note={formats.percent(found.share, 1)}
        />
        <Tile
          name={<Trans>Paid so far</Trans>}
          figure={formats.compactMoney(found.total_monetary, found.currency)}
        />
        <Tile
          name={<Trans>Expected, 90 days</Trans>}
          figure={formats.compactMoney(found.expected_spend_90d, found.currency)}
        />
        <Tile
          name={<Trans>Typical customer</Trans>}
          figure={formats.money(found.median_monetary, found.currency, 0)}
          note={<MiddleNote found={found} />}
        />
      </dl>
      <Export label={found.label} />
    </>
  );
}

function MiddleNote({ found }: { found: Found }) {
  const formats = useFormats();
  const orders = formats.count(found.median_frequency);
  const days = formats.count(found.median_recency);
  return (
    <Trans>
      {orders} orders, the last {days} days ago
    </Trans>
  );
}

/** The segment's customers as a file. Consent and opt-outs are a campaign's audience, not this. */
function Export({ label }: { label: string }) {
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    setFailure(null);
    try {
      downloadCsv(`${label}.csv`, await everyone(label));
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  }
  return (
    <div className="stack">
      <p>
        <button type="button" className="plain" disabled={busy} onClick={() => void run()}>
          <Trans>Export these customers (CSV)</Trans>
        </button>
      </p>
      {failure ? <Failed error={failure} /> : null}
    </div>
  );
}

const COLUMNS = [
  "customer_id",
  "label",
  "recency",
  "frequency",
  "monetary",
  "p_active_90d",
  "expected_spend_90d",
] as const;

async function everyone(label: string): Promise<string> {
  const rows: Schemas["Customer"][] = [];
  let cursor: string | null = null;
  do {
    const query = { label: label as "VIP Customers", limit: 500, cursor: cursor ?? undefined };
    const page: Schemas["Page_Customer_"] = await unwrap(
      api.GET("/v1/customers", { params: { query } }),
    );
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return csvText(
    [...COLUMNS],
    rows.map((row) => COLUMNS.map((name) => row[name])),
  );
}

function Migration({ found }: { found: Found }) {
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const moves = found.profile?.moves ?? [];
  // The month that has just begun says nothing yet.
  const last = moves.findLast((move) => daysOf(move) >= WHOLE_MONTH) ?? moves.at(-1);
  const flows = (counts: Record<string, number>) =>
    Object.entries(counts)
      .filter(([label]) => label !== found.label)
      .sort((a, b) => b[1] - a[1]);
  return (
    <Panel
      title={<Trans>Moves between segments</Trans>}
      note={last ? <Months move={last} /> : undefined}
    >
      {last === undefined ? (
        <Empty title={<Trans>No earlier month to compare with</Trans>}>
          <Trans>At least two months of sales are needed.</Trans>
        </Empty>
      ) : (
        <>
          {moves.length > 1 ? <Sizes moves={moves} /> : null}
          <h3>{t`Joined from`}</h3>
          <Bars
            bars={flows(last.came_from).map(([label, count]) => ({
              key: label,
              name: segmentName(label),
              value: count,
              text: formats.count(count),
            }))}
          />
          <h3>{t`Moved to`}</h3>
          <Bars
            bars={flows(last.went_to).map(([label, count]) => ({
              key: label,
              name: segmentName(label),
              value: count,
              text: formats.count(count),
            }))}
          />
        </>
      )}
    </Panel>
  );
}

const WHOLE_MONTH = 28;

function daysOf(move: Schemas["Move"]): number {
  return (Date.parse(move.until) - Date.parse(move.since)) / 86_400_000;
}

/** How large the segment was, month by month. */
function Sizes({ moves }: { moves: Schemas["Move"][] }) {
  const { t } = useLingui();
  const formats = useFormats();
  return (
    <TimeChart
      name={t`Customers in the segment`}
      unit={t`customers`}
      past={moves.map((move) => ({
        at: new Date(`${move.until}T00:00:00Z`),
        value: move.size_after,
      }))}
      future={[]}
      height={150}
      caption={
        <Trans>
          From {formats.count(moves[0]?.size_before)} to {formats.count(moves.at(-1)?.size_after)}{" "}
          customers over {formats.count(moves.length)} months.
        </Trans>
      }
    />
  );
}

function Months({ move }: { move: Schemas["Move"] }) {
  const formats = useFormats();
  const since = formats.day(move.since);
  const until = formats.day(move.until);
  const before = formats.count(move.size_before);
  const after = formats.count(move.size_after);
  return (
    <Trans>
      {since} to {until}: from {before} to {after} customers
    </Trans>
  );
}

interface LikedProps {
  found: Found;
  kind: "favourite_categories" | "favourite_products";
  title: React.ReactNode;
}

function Liked({ found, kind, title }: LikedProps) {
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

function TopCustomers({ found }: { found: Found }) {
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
