import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import { type DismissalReason, useDismissalReasons } from "../../names/dismissalReasons";
import { Button } from "../../ui/Button";
import { Failed } from "../../ui/States";
import { useToast } from "../../ui/Toast";
import type { Action } from "./actions";
import { adviceOf, type Dismissal, useDismiss } from "./dismissals";
import css from "./today.module.css";

export interface DismissedAction {
  action: Action;
  entry: Dismissal;
}

/** A dismissed job: by whom, when and why, and the button to undo it. */
export function DismissedList({ dismissedActions }: { dismissedActions: DismissedAction[] }) {
  if (dismissedActions.length === 0) return null;
  return (
    <details className={`${css.aside} no-print`}>
      <summary>
        <Trans>Dismissed for everyone: {dismissedActions.length}</Trans>
      </summary>
      <ul className="clean">
        {dismissedActions.map(({ action, entry }) => (
          <DismissedLine key={action.id} action={action} entry={entry} />
        ))}
      </ul>
    </details>
  );
}

function DismissedLine({ action, entry }: DismissedAction) {
  const { t } = useLingui();
  const formats = useFormats();
  const reasons = useDismissalReasons();
  const change = useDismiss();
  const toast = useToast();
  const undo = () => {
    toast(null); // it offers the same undo
    change.mutate({ action: adviceOf(action), reason: null });
  };
  const why = reasons[entry.reason as DismissalReason] ?? entry.reason;
  const when = formats.moment(entry.at);
  const by = entry.by;
  return (
    <li>
      <span>
        {action.name}: {why}{" "}
        <span className="muted">
          (
          <Trans>
            {by}, {when}
          </Trans>
          )
        </span>
        {change.isError ? <Failed error={change.error} /> : null}
      </span>
      <Button
        variant="plain"
        aria-label={t`Undo: ${action.name}`}
        disabled={change.isPending}
        onClick={undo}
      >
        <Trans>Undo</Trans>
      </Button>
    </li>
  );
}
