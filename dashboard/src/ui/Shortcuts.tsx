import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { Button } from "./Button";
import { PAGES, PLAN, SETTINGS } from "./navigation";
import css from "./shell.module.css";
import { areKeysOn } from "./shortcutKeys";

const PATIENCE_MS = 1200;

const WITH_KEYS = [...PAGES, PLAN, SETTINGS];

/** The sheet of keys, and the keys that work everywhere. */
export function Shortcuts({ onFind }: { onFind: () => void }) {
  const sheet = useRef<HTMLDialogElement>(null);
  const { i18n, t } = useLingui();
  useGlobalKeys(() => sheet.current?.showModal(), onFind);
  return (
    <dialog ref={sheet} className={css.sheet} aria-labelledby="keys">
      <form method="dialog">
        <h2 id="keys">
          <Trans>Keyboard</Trans>
        </h2>
        <dl>
          {WITH_KEYS.map((page) => (
            <div key={page.href}>
              <dt>
                <kbd>g</kbd> <kbd>{page.key}</kbd>
              </dt>
              <dd>{i18n._(page.name)}</dd>
            </div>
          ))}
          <div>
            <dt>
              <kbd>/</kbd> <kbd>Ctrl K</kbd>
            </dt>
            <dd>{t`Search`}</dd>
          </div>
          <div>
            <dt>
              <kbd>↑</kbd> <kbd>↓</kbd> <kbd>PgUp</kbd> <kbd>PgDn</kbd> <kbd>Home</kbd>{" "}
              <kbd>End</kbd>
            </dt>
            <dd>{t`Move within a table or a chart`}</dd>
          </div>
          <div>
            <dt>
              <kbd>Enter</kbd>
            </dt>
            <dd>{t`Open the row`}</dd>
          </div>
          <div>
            <dt>
              <kbd>x</kbd> <kbd>d</kbd> <kbd>z</kbd>
            </dt>
            <dd>{t`Select the row, dismiss the job, undo`}</dd>
          </div>
        </dl>
        <Button type="submit" variant="plain">
          <Trans>Close</Trans>
        </Button>
      </form>
    </dialog>
  );
}

function useGlobalKeys(showSheet: () => void, find: () => void) {
  const [, go] = useLocation();
  const gAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const armedAt = gAt.current;
      gAt.current = Number.NEGATIVE_INFINITY; // `g` counts for the next key only
      if ((event.ctrlKey || event.metaKey) && event.key === "k") return open(event, find);
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (!areKeysOn() || document.querySelector("dialog[open]")) return;
      const page = WITH_KEYS.find((candidate) => candidate.key === event.key);
      if (event.key === "?") showSheet();
      else if (event.key === "/") open(event, find);
      else if (event.key === "g") gAt.current = event.timeStamp;
      else if (page && event.timeStamp - armedAt < PATIENCE_MS) go(page.href);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [go, showSheet, find]);
}

/** Replaces the browser's own action for this key. */
function open(event: KeyboardEvent, show: () => void) {
  event.preventDefault();
  show();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")
  );
}
