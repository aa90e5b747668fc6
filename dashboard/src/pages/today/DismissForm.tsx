import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { type DismissalReason, useDismissalReasons } from "../../names/dismissalReasons";
import { Button } from "../../ui/Button";
import { RequireRole } from "../../ui/RequireRole";
import { Failed } from "../../ui/States";
import type { Action } from "./actions";
import { adviceOf, useDismiss } from "./dismissals";
import css from "./today.module.css";

/** Asks why; what is put aside goes from here with the next answer, and stays where that fails. */
export function DismissForm({ action, onCancel }: { action: Action; onCancel: () => void }) {
  const { t } = useLingui();
  const reasons = useDismissalReasons();
  const change = useDismiss();
  const [reason, setReason] = useState<DismissalReason | "">("");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (reason) change.mutate({ action: adviceOf(action), reason });
  }
  return (
    <form className={css.ask} onSubmit={submit}>
      <label className="field">
        <Trans>Why not?</Trans>
        <select
          value={reason}
          onChange={(event) => setReason(event.target.value as DismissalReason | "")}
          required
        >
          <option value="">{t`Choose a reason`}</option>
          {Object.entries(reasons).map(([code, words]) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" disabled={!reason} loading={change.isPending}>
        <Trans>Dismiss</Trans>
      </Button>
      <Button variant="plain" onClick={onCancel}>
        <Trans>Don't dismiss</Trans>
      </Button>
      <RequireRole action="dismiss" />
      {change.isError ? <Failed error={change.error} /> : null}
    </form>
  );
}
