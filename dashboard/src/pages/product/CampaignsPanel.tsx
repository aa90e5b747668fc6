import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { ProblemError, type Schemas } from "../../api/client";
import { campaigns } from "../../api/queries/campaigns";
import { planRow } from "../../api/queries/plan";
import { useReasonOf } from "../../sentences/plan";
import { Empty } from "../../ui/Empty";
import { Offer } from "../../ui/Offer";
import { Panel } from "../../ui/Panel";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";

/** What the plan advises for the product, and the campaigns it already has. */
export function CampaignsPanel({ code }: { code: string }) {
  const advised = useQuery(planRow(code));
  const campaignPage = useQuery(campaigns({ stock_code: code }));
  const none = advised.error instanceof ProblemError && advised.error.status === 404;
  return (
    <Panel title={<Trans>Plan and campaigns</Trans>}>
      {none ? (
        <Empty>
          <Trans>Leave this product as it is this week: nothing is expected to do better.</Trans>
        </Empty>
      ) : (
        <Section query={advised} shape={<RowShapes rows={2} />}>
          {(row) => <PlanAdvice row={row} />}
        </Section>
      )}
      <Section query={campaignPage} shape={<RowShapes rows={1} />}>
        {(page) => <CampaignList found={page.items} />}
      </Section>
    </Panel>
  );
}

function PlanAdvice({ row }: { row: Schemas["PlanRow"] }) {
  const reasonOf = useReasonOf();
  return (
    <div>
      <p className="strong">
        <Offer discount={row.discount} segment={row.target_cluster} />
      </p>
      <p className="muted">{reasonOf(row)}</p>
    </div>
  );
}

function CampaignList({ found }: { found: Schemas["CursorPage_Campaign_"]["items"] }) {
  if (found.length === 0)
    return (
      <p className="muted small">
        <Trans>No campaigns for this product yet.</Trans>
      </p>
    );
  return (
    <ul className="clean">
      {found.map((campaign) => (
        <li key={campaign.id}>
          <Link href={`/campaigns/${encodeURIComponent(campaign.id)}`}>
            <span lang={campaign.language ?? undefined}>
              {campaign.email_subject ?? campaign.id}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
