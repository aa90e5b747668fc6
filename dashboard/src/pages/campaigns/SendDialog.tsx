import { Trans } from "@lingui/react/macro";
import { type FormEvent, useId, useState } from "react";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Failed } from "../../ui/States";
import { type CampaignWithEtag, useMarkSent, useSchedule } from "./changes";

interface Props {
  read: CampaignWithEtag;
  kind: "schedule" | "sent";
  /** Of the file it was sent with. */
  digest: string;
  onClose: () => void;
}

/** The planned time, or the time it was sent with the exported file. */
export function SendDialog({ read, kind, digest, onClose }: Props) {
  const form = useId();
  const schedule = useSchedule(read.id);
  const sent = useMarkSent(read.id);
  const [when, setWhen] = useState(nowHere);
  const isSent = kind === "sent";
  const change = isSent ? sent : schedule;
  function submit(event: FormEvent) {
    event.preventDefault();
    const moment = new Date(when).toISOString();
    if (isSent) sent.mutate({ read, when: moment, digest }, { onSuccess: onClose });
    else schedule.mutate({ read, when: moment }, { onSuccess: onClose });
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        isSent ? <Trans>Mark this campaign as sent?</Trans> : <Trans>Schedule this campaign?</Trans>
      }
      actions={
        <>
          <Button variant="plain" onClick={onClose} data-autofocus>
            <Trans>Go back</Trans>
          </Button>
          <Button type="submit" form={form} loading={change.isPending}>
            {isSent ? <Trans>Mark as sent</Trans> : <Trans>Schedule</Trans>}
          </Button>
        </>
      }
    >
      <form id={form} className="stack" onSubmit={submit}>
        <p>
          {isSent ? (
            <Trans>Four weeks of sales will then show what it changed. You can't undo this.</Trans>
          ) : (
            <Trans>Send it with your mail program: nothing is sent from here.</Trans>
          )}
        </p>
        <Field label={<Trans>When (your local time)</Trans>}>
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              value={when}
              required
              onChange={(event) => setWhen(event.target.value)}
            />
          )}
        </Field>
        {change.isError ? <Failed error={change.error} /> : null}
      </form>
    </Dialog>
  );
}

/** This minute, as the field writes it. */
function nowHere(): string {
  const now = new Date();
  return new Date(+now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
