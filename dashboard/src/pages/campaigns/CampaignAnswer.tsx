import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { campaignAudience, campaignLift } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import type { CampaignWithEtag } from "./changes";
import { ResultSentence } from "./ResultSentence";

/** The state of a campaign and the next step, in a sentence. */
export function CampaignAnswer({ read }: { read: CampaignWithEtag }) {
  if (read.audience)
    return (
      <div className="stack">
        {read.status === "sent" ? <SentAnswer id={read.id} /> : null}
        <Recipients read={read} />
      </div>
    );
  if (read.status === "draft")
    return (
      <Trans>Read this draft, edit it if needed, then send it to someone else for approval.</Trans>
    );
  if (read.status === "in_review")
    return read.allowed.includes("approve") ? (
      <Trans>Waiting for approval. Read it, then approve it.</Trans>
    ) : (
      <Trans>Waiting for approval. Someone else has to read and approve it.</Trans>
    );
  if (read.status === "cancelled")
    return <Trans>It won't be sent. Edit it to make it a draft again.</Trans>;
  return null;
}

/** The effect, if it is known. */
function SentAnswer({ id }: { id: string }) {
  const lift = useQuery(campaignLift(id)).data;
  if (!lift || lift.held_out === 0) return null;
  return (
    <p>
      <ResultSentence lift={lift} />
    </p>
  );
}

function Recipients({ read }: { read: CampaignWithEtag }) {
  const audience = useQuery(campaignAudience(read.id));
  const formats = useFormats();
  return (
    <Section query={audience} shape={<RowShapes rows={1} />}>
      {(found) => {
        const recipients = formats.count(found.recipients);
        const heldOut = formats.count(found.holdout);
        const out = formats.count(found.opted_out + found.forgotten);
        const sure = formats.count(found.baseline_buyers);
        const when = formats.moment(found.frozen_at);
        return (
          <p>
            <Trans>
              Approved for {recipients} customers on {when}. Not included: {heldOut} in the control
              group, {out} who opted out, {sure} who buy anyway.
            </Trans>
          </p>
        );
      }}
    </Section>
  );
}
