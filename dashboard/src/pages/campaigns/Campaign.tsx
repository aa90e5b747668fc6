import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "wouter";
import { campaign } from "../../api/queries/campaigns";
import { DetailPage } from "../../ui/DetailPage";
import { Section } from "../../ui/Section";
import { ChartShape, RowShapes } from "../../ui/Skeleton";
import { CampaignReading } from "./CampaignReading";
import { CopyVariants } from "./CopyVariants";
import type { CampaignWithEtag } from "./changes";
import { Editor } from "./Editor";
import type { Texts } from "./texts";
import { TRAIL } from "./trail";

type Mode = { what: "reading" | "wording" } | { what: "editing"; words?: Texts };

/** One campaign: what will be read, where it stands, what it was before. */
export default function Campaign() {
  const { id } = useParams<{ id: string }>();
  const name = decodeURIComponent(id);
  const query = useQuery(campaign(name));
  if (query.data) return <CampaignModes key={name} read={query.data} />;
  return (
    <DetailPage title={name} trail={TRAIL}>
      <Section query={query} shape={<CampaignShape />}>
        {() => null}
      </Section>
    </DetailPage>
  );
}

function CampaignShape() {
  return (
    <>
      <RowShapes rows={2} />
      <ChartShape />
      <RowShapes rows={4} />
    </>
  );
}

/** It is read, edited, or put in other words; each has its own filled button. */
function CampaignModes({ read }: { read: CampaignWithEtag }) {
  const [mode, setMode] = useState<Mode>({ what: "reading" });
  const [wasElsewhere, setElsewhere] = useState(false);
  const go = (to: Mode) => {
    setElsewhere(true);
    setMode(to);
  };
  const back = () => go({ what: "reading" });
  if (mode.what === "editing") return <Editor read={read} initial={mode.words} onDone={back} />;
  if (mode.what === "wording")
    return (
      <CopyVariants read={read} onTake={(words) => go({ what: "editing", words })} onDone={back} />
    );
  return (
    <CampaignReading
      read={read}
      isBack={wasElsewhere}
      onEdit={() => go({ what: "editing" })}
      onOther={() => go({ what: "wording" })}
    />
  );
}
