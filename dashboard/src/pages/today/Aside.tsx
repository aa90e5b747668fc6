import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../../format/context";
import { type DismissalReason, useDismissalReasons } from "../../names/dismissalReasons";
import { Failed } from "../../ui/States";
import type { Action } from "./actions";
import { adviceOf, type Dismissal, useDismiss } from "./dismissals";
import css from "./today.module.css";

export interface PutAside {
  action: Action;
  entry: Dismissal;
}

/** What somebody put aside: who, when, why, and the way back. */
export function Aside({ aside }: { aside: PutAside[] }) {
  if (aside.length === 0) return null;
  return (
    <details className={`${css.aside} no-print`}>
      <summary>
        <Trans>Put aside for everybody, while the same is advised: {aside.length}</Trans>
      </summary>
      <ul className="clean">
        {aside.map(({ action, entry }) => (
          <Line key={action.id} action={action} entry={entry} />
        ))}
      </ul>
    </details>
  );
}

function Line({ action, entry }: PutAside) {
  const { t } = useLingui();
  const formats = useFormats();
  const reasons = useDismissalReasons();
  const change = useDismiss();
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
      <button
        type="button"
        className="plain"
        aria-label={t`Undo: ${action.name}`}
        disabled={change.isPending}
        onClick={() => change.mutate({ action: adviceOf(action), reason: null })}
      >
        <Trans>Undo</Trans>
      </button>
    </li>
  );
}
