import type { ReactNode } from "react";
import { useStatus } from "../../names/campaignStatus";
import { useObjectiveName } from "../../names/objectives";
import { Chip } from "../../ui/Chip";
import { DetailPage } from "../../ui/DetailPage";
import { Offer } from "../../ui/Offer";
import type { Actions } from "../../ui/PageActions";
import type { CampaignWithEtag } from "./changes";
import { useCurrentStatus } from "./Results";
import { TRAIL } from "./trail";

interface Props {
  read: CampaignWithEtag;
  actions: Actions;
  /** How it stands and what comes next. */
  answer?: ReactNode;
  children: ReactNode;
}

/** What stays whatever is done with a campaign: its name, where it stands, its offer. */
export function CampaignFrame({ read, actions, answer, children }: Props) {
  const status = useStatus()(useCurrentStatus(read.id, read.status));
  const objectiveName = useObjectiveName();
  return (
    <DetailPage
      title={read.product_description ?? read.id}
      chip={
        <Chip tone={status.tone} shape={status.shape}>
          {status.word}
        </Chip>
      }
      lead={
        <>
          <Offer discount={read.discount} segment={read.target_cluster} /> ·{" "}
          {objectiveName(read.objective ?? "")}
        </>
      }
      trail={TRAIL}
      actions={actions}
      answer={answer}
    >
      {children}
    </DetailPage>
  );
}
