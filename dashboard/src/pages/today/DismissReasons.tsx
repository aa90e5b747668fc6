import { Trans } from "@lingui/react/macro";
import type { KeyboardEvent } from "react";
import { type DismissalReason, useDismissalReasons } from "../../names/dismissalReasons";
import { RequireRole } from "../../ui/RequireRole";
import css from "./jobs.module.css";

interface Props {
  onChoose: (reason: DismissalReason) => void;
  onCancel: () => void;
}

/** Why not? One tap is the answer. */
export function DismissReasons({ onChoose, onCancel }: Props) {
  const reasons = Object.entries(useDismissalReasons()) as [DismissalReason, string][];
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onCancel();
  }
  return (
    <fieldset className={css.reasons} onKeyDown={onKeyDown}>
      <legend>
        <Trans>Why not?</Trans>
      </legend>
      {reasons.map(([code, words], place) => (
        <button
          key={code}
          type="button"
          // biome-ignore lint/a11y/noAutofocus: it opens where one has just pressed
          autoFocus={place === 0}
          onClick={() => onChoose(code)}
        >
          {words}
        </button>
      ))}
      <RequireRole action="dismiss" />
    </fieldset>
  );
}
