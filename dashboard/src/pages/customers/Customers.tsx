import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { segmentStability, segments } from "../../api/queries/customers";
import { useFormats } from "../../format/context";
import { useNames } from "../../names/catalogue";
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

function SegmentTable({ answer }: { answer: Schemas["SegmentsAnswer"] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const segmentName = useSegmentName();
  const sentence = useServiceSentence();
  const field = useNames("field");
  return (
    <>
      {answer.note ? <p className="muted">{sentence(answer.note_statement, answer.note)}</p> : null}
      <div className="scroll" role="group" aria-label={t`Segments`} tabIndex={0}>
        <table className="fold">
          <thead>
            <tr>
              <th scope="col">{t`Segment`}</th>
              <th scope="col" className="num">{t`Customers`}</th>
              <th scope="col" className="num">{t`Share`}</th>
              <th scope="col" className="num">{t`Paid so far`}</th>
              <th scope="col" className="num">{t`Expected, 90 days`}</th>
              <th scope="col" className="num">
                {field("recency")}
              </th>
              <th scope="col" className="num">{t`Orders`}</th>
            </tr>
          </thead>
          <tbody>
            {answer.segments.map((segment) => (
              <tr key={segment.label}>
                <th scope="row">
                  <Link href={`/customers/${encodeURIComponent(segment.label)}`}>
                    {segmentName(segment.label)}
                  </Link>
                </th>
                <td className="num" data-label={t`Customers`}>
                  {formats.count(segment.size)}
                </td>
                <td className="num" data-label={t`Share`}>
                  {formats.percent(segment.share, 1)}
                </td>
                <td className="num" data-label={t`Paid so far`}>
                  {formats.money(segment.total_monetary, answer.currency, 0)}
                </td>
                <td className="num strong" data-label={t`Expected, 90 days`}>
                  {formats.money(segment.expected_spend_90d, answer.currency, 0)}
                </td>
                <td className="num" data-label={field("recency")}>
                  {formats.count(segment.median_recency)}
                </td>
                <td className="num" data-label={t`Orders`}>
                  {formats.count(segment.median_frequency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
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
