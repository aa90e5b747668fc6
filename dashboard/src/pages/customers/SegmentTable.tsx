import { Trans, useLingui } from "@lingui/react/macro";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useNames } from "../../names/catalogue";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";

type Answer = Schemas["SegmentsAnswer"];
type Segment = Answer["segments"][number];

const labelOf = (segment: Segment) => segment.label;
const segmentPage = (segment: Segment) => `/customers/${encodeURIComponent(segment.label)}`;

/** The segments, and what all customers come to. */
export function SegmentTable({ answer }: { answer: Answer }) {
  const { t } = useLingui();
  const formats = useFormats();
  const sentence = useServiceSentence();
  const columns = useColumns(answer);
  if (answer.customers === 0) return <NoCustomers answer={answer} />;
  const all = formats.count(answer.customers);
  return (
    <div className="stack">
      {answer.note ? <p className="muted">{sentence(answer.note_statement, answer.note)}</p> : null}
      <Table
        name={t`Segments`}
        columns={columns}
        rows={answer.segments}
        keyOf={labelOf}
        href={segmentPage}
        totals={t`All ${all}`}
        framed
      />
      <p className="muted small">
        <Trans>Days and orders are those of a typical customer in the segment.</Trans>
      </p>
    </div>
  );
}

function NoCustomers({ answer }: { answer: Answer }) {
  const sentence = useServiceSentence();
  return (
    <Empty
      action={
        <Button variant="plain" href="/data">
          <Trans>Use my files</Trans>
        </Button>
      }
    >
      {answer.note ? (
        sentence(answer.note_statement, answer.note)
      ) : (
        <Trans>No customers yet. They come from sales with a customer number.</Trans>
      )}
    </Empty>
  );
}

function useColumns({ segments, customers, currency }: Answer): Column<Segment>[] {
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const field = useNames("field");
  const count = (value: number) => formats.count(value);
  const money = (value: number) => formats.money(value, currency, 0);
  const sum = (of: (segment: Segment) => number | null) =>
    segments.reduce((total, segment) => total + (of(segment) ?? 0), 0);
  const paid = (segment: Segment) => segment.total_monetary;
  const expected = (segment: Segment) => segment.expected_spend_90d;
  return [
    { key: "label", name: t`Segment`, rank: 1, cell: (segment) => segmentName(segment.label) },
    figure({
      key: "size",
      name: t`Customers`,
      rank: 1,
      phone: "fact",
      value: (segment) => segment.size,
      text: count,
      total: customers,
    }),
    figure({
      key: "share",
      name: t`Share`,
      rank: 2,
      value: (segment) => segment.share,
      text: (share) => formats.percent(share, 1),
    }),
    figure({
      key: "paid",
      name: t`Paid so far`,
      rank: 2,
      phone: "fact",
      value: paid,
      text: money,
      total: sum(paid),
    }),
    figure({
      key: "expected",
      name: t`Expected, 90 days`,
      rank: 1,
      phone: "figure",
      strong: true,
      value: expected,
      text: money,
      total: sum(expected),
    }),
    figure({
      key: "recency",
      name: field("recency"),
      rank: 3,
      value: (segment) => segment.median_recency,
      text: count,
    }),
    figure({
      key: "orders",
      name: t`Orders`,
      rank: 3,
      value: (segment) => segment.median_frequency,
      text: count,
    }),
  ];
}
