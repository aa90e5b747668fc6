import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { segmentStability, segments } from "../../api/queries/customers";
import { useFormats } from "../../format/context";
import { type Column, figure } from "../../grid/columns";
import { Table } from "../../grid/Table";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Title } from "../../ui/Title";
import { Classify } from "./Classify";
import { CustomerLookup } from "./CustomerLookup";

/** Who buys, and what they are worth. */
export default function Customers() {
  const query = useQuery(segments);
  return (
    <>
      <Title
        lead={<Trans>Five segments by how lately, how often and for how much people bought.</Trans>}
      >
        <Trans>Customers</Trans>
      </Title>
      <div className="stack">
        <Panel title={<Trans>Segments</Trans>}>
          <QueryResult query={query} height={260}>
            {(answer) => <SegmentTable answer={answer} />}
          </QueryResult>
        </Panel>
        <div className="columns">
          <CustomerLookup />
          <div className="stack">
            <Classify />
            <StabilityPanel />
          </div>
        </div>
      </div>
    </>
  );
}

type Segment = Schemas["SegmentsAnswer"]["segments"][number];

const labelOf = (segment: Segment) => segment.label;
const segmentPage = (segment: Segment) => `/customers/${encodeURIComponent(segment.label)}`;

function SegmentTable({ answer }: { answer: Schemas["SegmentsAnswer"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const sentence = useServiceSentence();
  const count = (value: number) => formats.count(value);
  const money = (value: number) => formats.money(value, answer.currency, 0);
  const columns: Column<Segment>[] = [
    { key: "label", name: t`Segment`, rank: 1, cell: (segment) => segmentName(segment.label) },
    figure({
      key: "size",
      name: t`Customers`,
      rank: 1,
      phone: "fact",
      value: (segment) => segment.size,
      text: count,
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
      value: (segment) => segment.total_monetary,
      text: money,
    }),
    figure({
      key: "expected",
      name: t`Expected, 90 days`,
      rank: 1,
      phone: "figure",
      strong: true,
      value: (segment) => segment.expected_spend_90d,
      text: money,
    }),
    figure({
      key: "recency",
      name: t`Days since last order`,
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
  return (
    <>
      {answer.note ? <p className="muted">{sentence(answer.note_statement, answer.note)}</p> : null}
      <Table
        name={t`Segments`}
        columns={columns}
        rows={answer.segments}
        keyOf={labelOf}
        href={segmentPage}
      />
      <p className="muted small">
        <Trans>Days and orders are those of a typical customer in the segment.</Trans>
      </p>
    </>
  );
}

/** Whether the labels hold, in words. */
function StabilityPanel() {
  const query = useQuery(segmentStability);
  const sentence = useServiceSentence();
  const formats = useFormats();
  return (
    <Panel title={<Trans>How reliable the segments are</Trans>}>
      <QueryResult query={query} height={140}>
        {(answer) => {
          const same = formats.percent(answer.bootstrap?.names_median, 1);
          const change = formats.percent(answer.monthly_change?.share, 1);
          const auc = formats.percent(answer.outlook?.auc_bg_nbd);
          const plain = formats.percent(answer.outlook?.auc_recency);
          const days = formats.count(answer.outlook?.days);
          return (
            <>
              {answer.note ? <p>{sentence(answer.note_statement, answer.note)}</p> : null}
              {answer.bootstrap ? (
                <p>
                  <Trans>
                    When repeated on random samples, {same} of customers got the same segment.
                  </Trans>
                </p>
              ) : null}
              {answer.monthly_change ? (
                <p>
                  <Trans>From one month to the next {change} changed theirs.</Trans>
                </p>
              ) : null}
              {answer.outlook ? (
                <p>
                  <Trans>
                    In tests, the forecast of who buys within {days} days ranked a buyer above a
                    non-buyer in {auc} of cases; going by the last purchase alone gets {plain}.
                  </Trans>
                </p>
              ) : null}
            </>
          );
        }}
      </QueryResult>
    </Panel>
  );
}
