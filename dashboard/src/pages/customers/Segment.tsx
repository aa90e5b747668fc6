import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "wouter";
import { ProblemError, type Schemas } from "../../api/client";
import { segment } from "../../api/queries/customers";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { useProblemSentence, useServiceSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { DetailPage } from "../../ui/DetailPage";
import { Empty } from "../../ui/Empty";
import { Method } from "../../ui/Method";
import { Section } from "../../ui/Section";
import { ChartShape, RowShapes, StripShape } from "../../ui/Skeleton";
import { Failed } from "../../ui/States";
import { type Stat, StatStrip } from "../../ui/StatStrip";
import css from "./customers.module.css";
import { Migration } from "./Migration";
import { FavouritesTable, TopCustomers } from "./SegmentTables";
import { useSegmentExport } from "./useSegmentExport";

type Found = Schemas["SegmentAnswer"];

const TRAIL = [{ href: "/customers", name: <Trans>Customers</Trans> }];

/** One segment: its value, where its customers come from, what they buy. */
export default function Segment() {
  const { label } = useParams<{ label: string }>();
  const name = decodeURIComponent(label);
  const segmentName = useSegmentName();
  const query = useQuery(segment(name));
  const file = useSegmentExport(name);
  const isMissing = query.error instanceof ProblemError && query.error.status === 404;
  return (
    <DetailPage
      title={segmentName(name)}
      trail={TRAIL}
      actions={
        query.data && {
          primary: (
            <Button loading={file.isBusy} onClick={file.save}>
              <Trans>Export these customers (CSV)</Trans>
            </Button>
          ),
          more: [{ name: <Trans>Print</Trans>, onSelect: () => globalThis.print() }],
        }
      }
      answer={query.data ? <Answer found={query.data} /> : null}
    >
      {file.failure ? <Failed error={file.failure} /> : null}
      {isMissing ? (
        <MissingSegment error={query.error} />
      ) : (
        <Section query={query} shape={<SegmentShape />}>
          {(found) => <Sections found={found} />}
        </Section>
      )}
    </DetailPage>
  );
}

function Answer({ found }: { found: Found }) {
  const formats = useFormats();
  const sentence = useServiceSentence();
  const size = formats.count(found.size);
  const share = formats.percent(found.share);
  const money = formats.compactMoney(found.expected_spend_90d, found.currency);
  return (
    <>
      <p>
        <Trans>
          {size} customers, {share} of all, who are expected to spend {money} within 90 days.
        </Trans>
      </p>
      <Method>
        <p>{sentence(found.definition_statement, found.definition)}</p>
      </Method>
    </>
  );
}

function Sections({ found }: { found: Found }) {
  return (
    <>
      <Figures found={found} />
      <Migration found={found} />
      <TopCustomers found={found} />
      <div className={css.lists}>
        <FavouritesTable
          found={found}
          kind="favourite_products"
          title={<Trans>Products they buy more than other customers</Trans>}
        />
        <FavouritesTable
          found={found}
          kind="favourite_categories"
          title={<Trans>Categories they buy more than other customers</Trans>}
        />
      </div>
    </>
  );
}

function Figures({ found }: { found: Found }) {
  const { t } = useLingui();
  const formats = useFormats();
  const orders = formats.count(found.median_frequency);
  const days = formats.count(found.median_recency);
  const stats: Stat[] = [
    {
      name: <Trans>Customers</Trans>,
      figure: formats.count(found.size),
      note: formats.percent(found.share, 1),
    },
    {
      name: <Trans>Paid so far</Trans>,
      figure: formats.compactMoney(found.total_monetary, found.currency),
    },
    {
      name: <Trans>Expected, 90 days</Trans>,
      figure: formats.compactMoney(found.expected_spend_90d, found.currency),
    },
    {
      name: <Trans>Typical customer</Trans>,
      figure: formats.money(found.median_monetary, found.currency, 0),
      note: (
        <Trans>
          {orders} orders, the last {days} days ago
        </Trans>
      ),
    },
  ];
  return <StatStrip label={t`Key figures`} stats={stats} />;
}

function MissingSegment({ error }: { error: unknown }) {
  const problem = useProblemSentence();
  return (
    <Empty
      action={
        <Button href="/customers">
          <Trans>See all segments</Trans>
        </Button>
      }
    >
      {problem(error)}
    </Empty>
  );
}

function SegmentShape() {
  return (
    <>
      <StripShape />
      <ChartShape />
      <RowShapes rows={10} />
    </>
  );
}
