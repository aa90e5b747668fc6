import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { ProblemError } from "../../api/client";
import { campaigns } from "../../api/queries/campaigns";
import { planRow } from "../../api/queries/plan";
import { useFormats } from "../../format/context";
import { useSegmentName } from "../../names/segments";
import { useReasonOf } from "../../sentences/plan";
import { Panel } from "../../ui/Panel";
import { QueryResult } from "../../ui/QueryResult";
import { Empty } from "../../ui/States";

export function AdvicePanel({ code }: { code: string }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const reasonOf = useReasonOf();
  const advised = useQuery(planRow(code));
  const written = useQuery(campaigns({ stock_code: code }));
  const none = advised.error instanceof ProblemError && advised.error.status === 404;
  return (
    <Panel title={<Trans>Plan and campaigns</Trans>}>
      {none ? (
        <Empty title={<Trans>Not in the plan</Trans>}>
          <Trans>Leave this product as it is this week: nothing is expected to do better.</Trans>
        </Empty>
      ) : (
        <QueryResult query={advised} lines={2}>
          {(row) => (
            <p>
              <Link href={`/plan?product=${encodeURIComponent(code)}`}>
                {formats.percent((row.discount ?? 0) / 100)} · {segmentName(row.target_cluster)}
              </Link>
              <br />
              <span className="muted">{reasonOf(row)}</span>
            </p>
          )}
        </QueryResult>
      )}
      <QueryResult query={written} lines={2}>
        {(page) =>
          page.items.length === 0 ? (
            <p className="muted small">
              <Trans>No campaigns for this product yet.</Trans>
            </p>
          ) : (
            <ul className="clean">
              {page.items.map((campaign) => (
                <li key={campaign.id}>
                  <Link href={`/campaigns/${encodeURIComponent(campaign.id)}`}>
                    <span lang={campaign.language ?? undefined}>
                      {campaign.email_subject ?? campaign.id}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </QueryResult>
    </Panel>
  );
}
