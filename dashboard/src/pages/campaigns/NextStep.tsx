import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "../../ui/Button";
import { Panel } from "../../ui/Panel";
import { RequireRole } from "../../ui/RequireRole";
import { Failed } from "../../ui/States";
import { ApprovalForm } from "./ApprovalForm";
import { type CampaignWithEtag, useStep } from "./changes";
import { Delivery } from "./Delivery";

interface Props {
  read: CampaignWithEtag;
  onEdit: () => void;
  onOther: () => void;
}

/** What can be done with the campaign now. */
export function NextStep({ read, onEdit, onOther }: Props) {
  const step = useStep(read.id);
  const may = (name: string) => read.allowed.includes(name);
  return (
    <Panel title={<Trans>Next step</Trans>}>
      {may("submit") ? (
        <p>
          <Trans>
            Read this draft, edit it if needed, then send it to someone else for approval.
          </Trans>
        </p>
      ) : null}
      {may("approve") ? <RequireRole action="approve_campaign" /> : null}
      {may("approve") ? <ApprovalForm read={read} /> : null}
      {may("submit") ? <RequireRole action="edit_campaign" /> : null}
      {read.audience ? <Delivery read={read} /> : null}
      {read.status === "cancelled" ? (
        <p>
          <Trans>It won't be sent. Edit it to make it a draft again.</Trans>
        </p>
      ) : null}
      <div className="row">
        {may("submit") ? (
          <Button loading={step.isPending} onClick={() => step.mutate({ read, step: "submit" })}>
            <Trans>Submit for approval</Trans>
          </Button>
        ) : null}
        {may("edit") ? (
          <>
            <Button variant="plain" onClick={onEdit}>
              <Trans>Edit text</Trans>
            </Button>
            <Button variant="plain" onClick={onOther}>
              <Trans>Alternative texts</Trans>
            </Button>
          </>
        ) : null}
        {may("cancel") ? (
          <NoteForm
            label={<Trans>Cancel campaign</Trans>}
            confirm={<Trans>Cancel campaign</Trans>}
            busy={step.isPending}
            onGo={(note) => step.mutate({ read, step: "cancel", note })}
          />
        ) : null}
        {may("return") ? (
          <NoteForm
            label={<Trans>Return to draft</Trans>}
            confirm={<Trans>Return to draft</Trans>}
            busy={step.isPending}
            onGo={(note) => step.mutate({ read, step: "return", note })}
          />
        ) : null}
      </div>
      {step.isError ? <Failed error={step.error} /> : null}
    </Panel>
  );
}

interface NoteFormProps {
  label: React.ReactNode;
  confirm: React.ReactNode;
  busy: boolean;
  onGo: (note: string) => void;
}

/** A step that asks why before it is taken. */
function NoteForm({ label, confirm, busy, onGo }: NoteFormProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState("");
  if (!open)
    return (
      <Button variant="plain" onClick={() => setOpen(true)}>
        {label}
      </Button>
    );
  return (
    <form
      className="filters"
      onSubmit={(event) => {
        event.preventDefault();
        onGo(note);
      }}
    >
      <label className="field">
        {t`Why?`}
        <input value={note} required onChange={(event) => setNote(event.target.value)} />
      </label>
      <Button type="submit" variant="plain" loading={busy}>
        {confirm}
      </Button>
      <Button variant="plain" onClick={() => setOpen(false)}>
        <Trans>Go back</Trans>
      </Button>
    </form>
  );
}
