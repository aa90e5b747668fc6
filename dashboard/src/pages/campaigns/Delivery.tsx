import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { fetchFile } from "../../api/files";
import { campaignAudience } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { Button } from "../../ui/Button";
import { QueryResult } from "../../ui/QueryResult";
import { Failed } from "../../ui/States";
import { type CampaignWithEtag, useMarkSent, useSchedule } from "./changes";

/** An approved campaign: who gets it, its files, and that it went out. */
export function Delivery({ read }: { read: CampaignWithEtag }) {
  const audience = useQuery(campaignAudience(read.id));
  const formats = useFormats();
  const [digest, setDigest] = useState("");
  return (
    <div className="stack">
      <QueryResult query={audience} lines={2}>
        {(found) => {
          const recipients = formats.count(found.recipients);
          const heldOut = formats.count(found.holdout);
          const out = formats.count(found.opted_out + found.forgotten);
          const sure = formats.count(found.baseline_buyers);
          const when = formats.moment(found.frozen_at);
          return (
            <p>
              <Trans>
                Approved for {recipients} customers on {when}. Not included: {heldOut} in the
                control group, {out} who opted out, {sure} who buy anyway.
              </Trans>
            </p>
          );
        }}
      </QueryResult>
      <Files id={read.id} onExported={setDigest} />
      {read.allowed.includes("sent") ? <SendPanel read={read} digest={digest} /> : null}
    </div>
  );
}

/** What other programs send it from. An audience export goes on record. */
function Files({ id, onExported }: { id: string; onExported: (digest: string) => void }) {
  const path = `/v1/campaigns/${encodeURIComponent(id)}`;
  const files = useMutation({
    mutationFn: ({ suffix, name }: { suffix: string; name: string }) =>
      fetchFile(`${path}/${suffix}`, name),
    onSuccess: (digest, { suffix }) => {
      if (suffix === "audience.csv" && digest) onExported(digest);
    },
  });
  const get = (suffix: string, ending: string) => () =>
    files.mutate({ suffix, name: `${id}${ending}` });
  return (
    <>
      <div className="row">
        <Button loading={files.isPending} onClick={get("audience.csv", ".csv")}>
          <Trans>Export the audience (CSV)</Trans>
        </Button>
        <Button variant="plain" onClick={get("preview.eml", ".eml")}>
          <Trans>Email (.eml)</Trans>
        </Button>
        <Button variant="plain" onClick={get("whatsapp-template.json", ".json")}>
          <Trans>WhatsApp template (JSON)</Trans>
        </Button>
      </div>
      {files.isError ? <Failed error={files.error} /> : null}
    </>
  );
}

/** That it is to go out, or went out, and with which file. */
function SendPanel({ read, digest }: { read: CampaignWithEtag; digest: string }) {
  const { t } = useLingui();
  const schedule = useSchedule(read.id);
  const sent = useMarkSent(read.id);
  const [when, setWhen] = useState(nowHere);
  const moment = () => new Date(when).toISOString();
  function plan(event: FormEvent) {
    event.preventDefault();
    schedule.mutate({ read, when: moment() });
  }
  return (
    <>
      <form className="filters" onSubmit={plan}>
        <label className="field">
          {t`When (your local time)`}
          <input
            type="datetime-local"
            value={when}
            required
            onChange={(event) => setWhen(event.target.value)}
          />
        </label>
        <Button type="submit" variant="plain" loading={schedule.isPending}>
          <Trans>Schedule</Trans>
        </Button>
        <Button
          variant="plain"
          disabled={digest === ""}
          loading={sent.isPending}
          onClick={() => sent.mutate({ read, when: moment(), digest })}
        >
          <Trans>Mark as sent</Trans>
        </Button>
      </form>
      {digest === "" ? (
        <p className="small muted">
          <Trans>Export the audience first; then you can mark the campaign as sent.</Trans>
        </p>
      ) : null}
      {schedule.isError ? <Failed error={schedule.error} /> : null}
      {sent.isError ? <Failed error={sent.error} /> : null}
    </>
  );
}

/** This minute, as the field writes it. */
function nowHere(): string {
  const now = new Date();
  return new Date(+now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
