import { Trans } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client";
import { useFormats } from "../../format/context";
import { useProviderNames } from "../../names/copyProviders";
import { textFor } from "../../names/textFor";
import { focusHeading, isFocusLost } from "../../ui/focus";
import { KeyValues } from "../../ui/KeyValues";
import { RequireRole } from "../../ui/RequireRole";
import { Failed } from "../../ui/States";
import { ApprovalDialog } from "./ApprovalDialog";
import { CampaignAnswer } from "./CampaignAnswer";
import { CampaignFrame } from "./CampaignFrame";
import { type CampaignWithEtag, useStep } from "./changes";
import { useDeliveryFiles } from "./deliveryFiles";
import { History } from "./History";
import { LifecycleSteps } from "./LifecycleSteps";
import { type Question, useNextSteps } from "./NextSteps";
import { NoteDialog } from "./NoteDialog";
import { Part } from "./Part";
import { Previews } from "./Previews";
import { Results, useCurrentStatus } from "./Results";
import { SendDialog } from "./SendDialog";
import { textsOf } from "./texts";
import { Versions } from "./Versions";

interface Props {
  read: CampaignWithEtag;
  /** One comes from the editor or the other texts. */
  isBack: boolean;
  onEdit: () => void;
  onOther: () => void;
}

/** A campaign's state, its texts, and its actions. */
export function CampaignReading({ read, isBack, onEdit, onOther }: Props) {
  const [pending, setPending] = useState<Question | null>(null);
  const step = useStep(read.id);
  const files = useDeliveryFiles(read.id);
  const actions = useNextSteps({ read, step, files, onAsk: setPending, onEdit, onOther });
  const status = useCurrentStatus(read.id, read.status);
  const close = () => setPending(null);
  const isBusy = step.isPending || files.file.isPending;
  useFocusOnNextStep(`${read.etag} ${step.submittedAt} ${files.file.submittedAt}`, isBusy, isBack);
  return (
    <CampaignFrame read={read} actions={actions} answer={<CampaignAnswer read={read} />}>
      {step.isError ? <Failed error={step.error} /> : null}
      {files.file.isError ? <Failed error={files.file.error} /> : null}
      {read.allowed.includes("approve") ? <RequireRole action="approve_campaign" /> : null}
      {read.allowed.includes("submit") ? <RequireRole action="edit_campaign" /> : null}
      <LifecycleSteps status={status} />
      {read.status === "sent" ? <Results id={read.id} status={read.status} /> : null}
      <Previews texts={textsOf(read)} />
      {read.audience && read.status !== "sent" ? (
        <Results id={read.id} status={read.status} />
      ) : null}
      <Origin record={read} />
      <div className="columns">
        <Versions read={read} />
        <History id={read.id} />
      </div>
      {pending === "approve" ? (
        <ApprovalDialog read={read} onEdit={onEdit} onClose={close} />
      ) : null}
      {pending === "schedule" || pending === "sent" ? (
        <SendDialog read={read} kind={pending} digest={files.digest} onClose={close} />
      ) : null}
      {pending === "cancel" || pending === "return" ? (
        <NoteDialog read={read} step={pending} change={step} onClose={close} />
      ) : null}
    </CampaignFrame>
  );
}

/** Once a step is taken, focus stands on the next one. */
function useFocusOnNextStep(state: string, isBusy: boolean, isBack: boolean) {
  const known = useRef(isBack ? "" : state);
  useEffect(() => {
    if (isBusy || known.current === state) return;
    known.current = state;
    if (!isFocusLost()) return;
    const next = document.querySelector<HTMLElement>(
      "[data-page-actions] [data-variant=filled]:not(:disabled)",
    );
    if (next) next.focus();
    else focusHeading();
  }, [state, isBusy]);
}

function Origin({ record }: { record: Schemas["Campaign"] }) {
  const formats = useFormats();
  const providers = useProviderNames();
  return (
    <Part title={<Trans>Source</Trans>}>
      <KeyValues
        facts={[
          {
            name: <Trans>Product code</Trans>,
            value: (
              <Link href={`/products/${encodeURIComponent(record.stock_code)}`}>
                {record.stock_code}
              </Link>
            ),
          },
          { name: <Trans>Written</Trans>, value: formats.moment(record.generated_at) },
          { name: <Trans>Written by</Trans>, value: textFor(providers, record.provider) },
          ...writerFacts(record),
          { name: <Trans>Version</Trans>, value: formats.count(record.version) },
        ]}
      />
    </Part>
  );
}

/** What exactly wrote the text. */
function writerFacts(record: Schemas["Campaign"]) {
  const version = record.prompt_version ?? "–";
  if (record.provider === "template")
    return [{ name: <Trans>Version of the templates</Trans>, value: version }];
  return [
    { name: <Trans>Model</Trans>, value: record.model ?? "–" },
    { name: <Trans>Version of the prompt</Trans>, value: version },
  ];
}
