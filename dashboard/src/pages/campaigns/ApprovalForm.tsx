import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Schemas } from "../../api/client";
import { approvalPreview } from "../../api/queries/campaigns";
import { useFormats } from "../../format/context";
import { useNames } from "../../names/catalogue";
import { useSegmentName } from "../../names/segments";
import { useServiceSentence } from "../../sentences/problems";
import { Button } from "../../ui/Button";
import { QueryResult } from "../../ui/QueryResult";
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

/** What an approval comes to: who gets it, who is held out, what has changed since it was written. */
export function ApprovalForm({ read }: { read: CampaignWithEtag }) {
  const preview = useQuery(approvalPreview(read.id, read.etag));
  return (
    <QueryResult query={preview} height={180}>
      {(found) => <Found read={read} found={found} onAgain={() => void preview.refetch()} />}
    </QueryResult>
  );
}

interface FoundProps {
  read: CampaignWithEtag;
  found: Schemas["ApprovalPreview"];
  onAgain: () => void;
}

function Found({ read, found, onAgain }: FoundProps) {
  const { t } = useLingui();
  const formats = useFormats();
  const sentence = useServiceSentence();
  const segmentName = useSegmentName();
  const approve = useApprove(read.id);
  const why = useNames("refusal")("claims_violated");
  const { proposal, changes } = found;
  const violations = found.violations.map(violationOf);
  const [size, setSize] = useState<number | null>(null);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const heldOut = size ?? proposal.size;
  const version = formats.count(read.version);
  const members = formats.count(found.members);
  const segment = segmentName(found.segment);
  const recipients = formats.count(Math.max(0, found.members - heldOut));
  const ready = changes.length === 0 || confirmed === found.confirm;
  function go() {
    approve.mutate(
      {
        read,
        options: { confirm: found.confirm, holdout: { size, effect: 0.02 } },
      },
      { onError: onAgain },
    );
  }
  return (
    <div className="stack">
      <p>
        <Trans>
          You approve version {version} for about {recipients} of {members} {segment}, without those
          who opted out. Nothing is sent yet.
        </Trans>
      </p>
      {changes.length > 0 ? (
        <fieldset className={css.confirm}>
          <legend className="strong">
            <Trans>The offer has changed since this was written</Trans>
          </legend>
          <Changes changes={changes} />
          <label className="check">
            <input
              type="checkbox"
              checked={confirmed === found.confirm}
              onChange={(event) => setConfirmed(event.target.checked ? found.confirm : null)}
            />
            <Trans>I've checked this, and the text still fits</Trans>
          </label>
        </fieldset>
      ) : null}
      {violations.length > 0 ? (
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
      ) : null}
      <div className="filters">
        <label className="field">
          {t`Control group (gets no campaign)`}
          <input
            type="number"
            min={0}
            max={found.members}
            value={heldOut}
            onChange={(event) => setSize(Math.max(0, Number(event.target.value)))}
            className={css.percent}
          />
        </label>
        <Button loading={approve.isPending} disabled={!ready || violations.length > 0} onClick={go}>
          <Trans>Approve version {version}</Trans>
        </Button>
      </div>
      <p className="small muted">{sentence(proposal.statement, proposal.sentence)}</p>
      {approve.isError ? <Failed error={approve.error} /> : null}
    </div>
  );
}

function Changes({ changes }: { changes: Schemas["OfferChange"][] }) {
  const sentence = useServiceSentence();
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.field}>{sentence(change.statement, change.message)}</li>
      ))}
    </ul>
  );
}
