import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { campaigns, copyProvider } from "../../api/queries/campaigns";
import { plan } from "../../api/queries/plan";
import { useAddress } from "../../grid/address";
import { SEGMENTS, useSegmentName } from "../../names/segments";
import { BoardPage } from "../../ui/BoardPage";
import { Button } from "../../ui/Button";
import { Empty, FilteredEmpty } from "../../ui/Empty";
import { Choice } from "../../ui/Filters";
import { Section } from "../../ui/Section";
import { Failed } from "../../ui/States";
import { CampaignTabs } from "../../ui/Tabs";
import { useGenerateCopy } from "../../ui/useGenerateCopy";
import { WritingProgress } from "../../ui/WritingProgress";
import { BoardShape } from "./BoardShape";
import { useCampaignLanes } from "./CampaignLanes";
import { useResultLanes } from "./ResultLanes";
import { toWrite, usePlannedLane } from "./ToWrite";

const SENT = new Set(["sent", "measured"]);

/** Campaigns under way, or those that were sent and what came of them, by where they stand. */
export default function Campaigns() {
  const [path] = useLocation();
  const isResults = path === "/campaigns/results";
  const address = useAddress();
  const segment = address.get("segment");
  const query = useQuery(
    campaigns({ target_cluster: segment || undefined, limit: 200, sort: "-generated_at" }),
  );
  const rows = useQuery(plan);
  const copy = useGenerateCopy();
  const items = query.data?.items ?? [];
  const open = toWrite(rows.data?.items ?? [], items, segment);
  const underWay = useCampaignLanes(items.filter(({ status }) => !SENT.has(status)));
  const results = useResultLanes(
    items.filter(({ status }) => SENT.has(status)),
    isResults,
  );
  const isPlanEmpty = rows.data?.items.length === 0;
  const planned = usePlannedLane(open, copy);
  const lanes = isResults ? results : planned.count > 0 ? [planned, ...underWay] : underWay;
  return (
    <BoardPage
      title={<Trans>Campaigns</Trans>}
      lead={<Writer />}
      tabs={<CampaignTabs />}
      filters={<Audience address={address} />}
      lanes={query.data ? lanes : []}
      actions={isPlanEmpty ? {} : { primary: <NextToWrite row={open[0]} copy={copy} /> }}
    >
      {copy.isPending ? <WritingProgress /> : null}
      {copy.isError ? <Failed error={copy.error} /> : null}
      <Section query={query} shape={<BoardShape />}>
        {() => {
          if (lanes.length > 0) return null;
          if (segment) return <FilteredEmpty onClear={address.clear} />;
          return isResults ? <NoResults /> : <NoCampaign />;
        }}
      </Section>
    </BoardPage>
  );
}

function Audience({ address }: { address: ReturnType<typeof useAddress> }) {
  const { t } = useLingui();
  const segmentName = useSegmentName();
  return (
    <search className="filters">
      <Choice address={address} name="segment" label={t`Audience`}>
        {SEGMENTS.map((name) => (
          <option key={name} value={name}>
            {segmentName(name)}
          </option>
        ))}
      </Choice>
    </search>
  );
}

interface NextProps {
  row: ReturnType<typeof toWrite>[number] | undefined;
  copy: ReturnType<typeof useGenerateCopy>;
}

/** The page's one filled button: the plan's first campaign that nobody has written yet. */
function NextToWrite({ row, copy }: NextProps) {
  const { t } = useLingui();
  if (row === undefined)
    return (
      <Button href="/plan">
        <Trans>Open the plan</Trans>
      </Button>
    );
  return (
    <Button
      loading={copy.isPending}
      title={t`Write the copy: ${row.product_name}`}
      onClick={() => copy.mutate(row)}
    >
      <Trans>Write the next campaign</Trans>
    </Button>
  );
}

function NoCampaign() {
  return (
    <Empty>
      <Trans>No campaigns yet, and the plan recommends none.</Trans>
    </Empty>
  );
}

function NoResults() {
  return (
    <Empty>
      <Trans>No results yet. Campaigns appear here once they are sent.</Trans>
    </Empty>
  );
}

function Writer() {
  const { data } = useQuery(copyProvider);
  if (!data) return <Trans>Drafts, approvals and sent campaigns.</Trans>;
  return data.provider === "template" ? (
    <Trans>Copy comes from templates, because no language model is set up.</Trans>
  ) : (
    <Trans>
      {data.provider} ({data.model}) writes the copy; every number is checked against the plan.
    </Trans>
  );
}
