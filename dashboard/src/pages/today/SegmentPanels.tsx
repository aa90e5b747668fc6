import { Trans } from "@lingui/react/macro";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { Bars } from "../../charts/Bars";
import { useFormats } from "../../format/context";
import { useProviderNames } from "../../names/copyProviders";
import { useSegmentName } from "../../names/segments";
import { textFor } from "../../names/textFor";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { Panel } from "../../ui/Panel";

export function SegmentsPanel({ segments }: { segments: Schemas["SegmentsAnswer"] | null }) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  if (segments === null) return null;
  return (
    <Panel
      title={<Trans>Customers</Trans>}
      note={<Trans>What each segment is expected to spend in the next 90 days</Trans>}
    >
      <Bars
        bars={segments.segments.map((segment) => ({
          key: segment.label,
          name: (
            <Link href={`/customers/${encodeURIComponent(segment.label)}`}>
              {segmentName(segment.label)}
            </Link>
          ),
          value: segment.expected_spend_90d ?? 0,
          text: formats.compactMoney(segment.expected_spend_90d, segments.currency),
        }))}
      />
    </Panel>
  );
}

interface CampaignsProps {
  campaigns: Schemas["CampaignSummary"] | null;
  copy: Schemas["ProviderAnswer"] | null;
  /** The plan is known and recommends nothing. */
  isPlanEmpty: boolean;
}

export function CampaignsPanel({ campaigns, copy, isPlanEmpty }: CampaignsProps) {
  const formats = useFormats();
  const segmentName = useSegmentName();
  const provider = textFor(useProviderNames(), copy?.provider ?? "–");
  if (campaigns === null) return null;
  return (
    <Panel
      title={<Trans>Latest campaigns</Trans>}
      note={copy ? <Trans>New copy from: {provider}</Trans> : undefined}
    >
      {campaigns.total === 0 && isPlanEmpty ? (
        <Empty>
          <Trans>No campaigns yet, and the plan recommends none.</Trans>
        </Empty>
      ) : campaigns.total === 0 ? (
        <Empty
          action={
            <Button variant="plain" href="/plan">
              <Trans>Open the plan</Trans>
            </Button>
          }
        >
          <Trans>No campaigns yet. Pick one from the plan and write its copy.</Trans>
        </Empty>
      ) : (
        <ul className="clean stack">
          {campaigns.latest.slice(0, 5).map((campaign) => (
            <li key={campaign.id}>
              <Link href={`/campaigns/${encodeURIComponent(campaign.id)}`}>
                {campaign.product_description ?? campaign.stock_code}
              </Link>
              <br />
              <span className="muted small">
                {segmentName(campaign.target_cluster)} · {formats.moment(campaign.generated_at)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
