import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import type { Schemas } from "../../api/client";
import { approvalPreview } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { useNames } from "../../names/catalogue";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Section } from "../../ui/Section";
import { RowShapes } from "../../ui/Skeleton";
import { Failed } from "../../ui/States";
import { ClaimViolation } from "./ClaimViolation";
import css from "./campaigns.module.css";
import { type CampaignWithEtag, useApprove } from "./changes";
import type { Violation } from "./claims";

/** What the claims check says beyond the four fields is passed on as it came. */
function violationOf(entry: Schemas["ClaimViolation"]): Violation {
  const reason = typeof entry.reason === "string" ? (entry.reason as Violation["reason"]) : null;
  return { ...entry, reason };
}

interface Props {
  read: CampaignWithEtag;
  onEdit: () => void;
  onClose: () => void;
}

/** What an approval covers: recipients, control group, and what changed since the text was written. */
export function ApprovalDialog({ read, onEdit, onClose }: Props) {
  const form = useId();
  const version = useFormats().count(read.version);
  const preview = useQuery(approvalPreview(read.id, read.etag));
  const approve = useApprove(read.id);
  const isRefused = (preview.data?.violations.length ?? 0) > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      title={<Trans>Approve version {version}?</Trans>}
      actions={
        <>
          <Button variant="plain" onClick={onClose} data-autofocus>
            <Trans>Go back</Trans>
          </Button>
          {isRefused ? (
            <Button onClick={onEdit}>
              <Trans>Edit text</Trans>
            </Button>
          ) : (
            <Button type="submit" form={form} loading={approve.isPending || !preview.data}>
              <Trans>Approve version {version}</Trans>
            </Button>
          )}
        </>
      }
    >
      <Section query={preview} shape={<RowShapes rows={4} />}>
        {(found) => (
          <ApprovalForm
            id={form}
            version={version}
            found={found}
            onApprove={(options) =>
              approve.mutate(
                { read, options },
                { onSuccess: onClose, onError: () => void preview.refetch() },
              )
            }
          />
        )}
      </Section>
      {approve.isError ? <Failed error={approve.error} /> : null}
    </Dialog>
  );
}

interface FormProps {
  id: string;
  version: string;
  found: Schemas["ApprovalPreview"];
  onApprove: (options: Schemas["ApprovalRequest"]) => void;
}

function ApprovalForm({ id, version, found, onApprove }: FormProps) {
  const sentence = useServiceSentence();
  const { proposal, changes } = found;
  const [size, setSize] = useState<number | null>(null);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const heldOut = size ?? proposal.size;
  function submit(event: FormEvent) {
    event.preventDefault();
    onApprove({ confirm: found.confirm, holdout: { size, effect: 0.02 } });
  }
  return (
    <form id={id} className="stack" onSubmit={submit}>
      <Recipients found={found} heldOut={heldOut} version={version} />
      {changes.length > 0 ? (
        <fieldset className={css.confirm}>
          <legend className="strong">
            <Trans>The offer has changed since this was written</Trans>
          </legend>
          <OfferChanges changes={changes} />
          <label className="check">
            <input
              type="checkbox"
              required
              checked={confirmed === found.confirm}
              onChange={(event) => setConfirmed(event.target.checked ? found.confirm : null)}
            />
            <Trans>I've checked this, and the text still fits</Trans>
          </label>
        </fieldset>
      ) : null}
      <Refusal violations={found.violations.map(violationOf)} />
      <Field
        label={<Trans>Control group (gets no campaign)</Trans>}
        hint={sentence(proposal.statement, proposal.sentence)}
      >
        {(control) => (
          <input
            {...control}
            type="number"
            min={0}
            max={found.members}
            value={heldOut}
            onChange={(event) => setSize(Math.max(0, Number(event.target.value)))}
            className={css.percent}
          />
        )}
      </Field>
    </form>
  );
}

interface RecipientsProps {
  found: Schemas["ApprovalPreview"];
  heldOut: number;
  version: string;
}

function Recipients({ found, heldOut, version }: RecipientsProps) {
  const formats = useFormats();
  const members = formats.count(found.members);
  const segment = useSegmentName()(found.segment);
  const recipients = formats.count(Math.max(0, found.members - heldOut));
  if (heldOut === 0)
    return (
      <p>
        <Trans>
          You approve version {version} for {members} {segment}, except those who opted out. Nothing
          is sent yet.
        </Trans>
      </p>
    );
  return (
    <p>
      <Trans>
        You approve version {version} for about {recipients} of {members} {segment}, without those
        who opted out. Nothing is sent yet.
      </Trans>
    </p>
  );
}

/** Why it cannot be approved. */
function Refusal({ violations }: { violations: Violation[] }) {
  const why = useNames("refusal")("claims_violated");
  if (violations.length === 0) return null;
  return (
    <div role="alert" className={css.refused}>
      <p className="strong">
        <Trans>Can't be approved: {why}</Trans>
      </p>
      <ul>
        {violations.map((violation) => (
          <li key={violation.field + violation.text}>
            <ClaimViolation violation={violation} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How the offer changed since the text was written. */
function OfferChanges({ changes }: { changes: Schemas["OfferChange"][] }) {
  const sentence = useServiceSentence();
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.field}>{sentence(change.statement, change.message)}</li>
      ))}
    </ul>
  );
}
