import { Trans } from "@lingui/react/macro";
import { useId, useState } from "react";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import type { CampaignWithEtag, useStep } from "./changes";

interface Props {
  read: CampaignWithEtag;
  step: "cancel" | "return";
  change: ReturnType<typeof useStep>;
  onClose: () => void;
}

/** A step that asks why before it is taken. */
export function NoteDialog({ read, step, change, onClose }: Props) {
  const form = useId();
  const [note, setNote] = useState("");
  const isCancel = step === "cancel";
  const verb = isCancel ? <Trans>Cancel campaign</Trans> : <Trans>Return to draft</Trans>;
  return (
    <Dialog
      open
      onClose={onClose}
      title={isCancel ? <Trans>Cancel this campaign?</Trans> : <Trans>Return it to draft?</Trans>}
      actions={
        <>
          <Button variant="plain" onClick={onClose}>
            <Trans>Go back</Trans>
          </Button>
          <Button type="submit" form={form} loading={change.isPending}>
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ read, step, note }, { onSettled: onClose });
        }}
      >
        <p>
          {isCancel ? (
            <Trans>It won't be sent. An edit makes it a draft again.</Trans>
          ) : (
            <Trans>Its author can edit it and send it for approval again.</Trans>
          )}
        </p>
        <Field label={<Trans>Why?</Trans>}>
          {(control) => (
            <input
              {...control}
              value={note}
              required
              data-autofocus
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
