import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "wouter";
import type { Schemas } from "../../api/client";
import { segment } from "../../api/queries/customers";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { QueryResult } from "../../ui/QueryResult";
import { Tile } from "../../ui/Tile";
import { Title } from "../../ui/Title";
import { Migration } from "./Migration";
import { Export } from "./SegmentExport";
import { FavouritesTable, TopCustomers } from "./SegmentTables";

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
                <FavouritesTable
                  found={found}
                  kind="favourite_categories"
                  title={<Trans>Categories they like more than others do</Trans>}
                />
              </div>
              <div className="stack">
                <TopCustomers found={found} />
                <FavouritesTable
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
