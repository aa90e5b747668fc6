import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import { Button } from "./Button";
import { PAGES } from "./navigation";
import css from "./shell.module.css";

const PATIENCE_MS = 1200;

/** The sheet of keys, and the keys that work everywhere. */
export function Shortcuts() {
  const sheet = useRef<HTMLDialogElement>(null);
  const { i18n, t } = useLingui();
  useGlobalKeys(() => sheet.current?.showModal());
  return (
    <>
      <Button variant="plain" onClick={() => sheet.current?.showModal()}>
        <Trans>Keys</Trans> <kbd>?</kbd>
      </Button>
      <dialog ref={sheet} className={css.sheet} aria-labelledby="keys">
        <form method="dialog">
          <h2 id="keys">
            <Trans>Keyboard</Trans>
          </h2>
          <dl>
            {PAGES.map((page) => (
              <div key={page.href}>
                <dt>
                  <kbd>g</kbd> <kbd>{page.key}</kbd>
                </dt>
                <dd>{i18n._(page.name)}</dd>
              </div>
            ))}
            <div>
              <dt>
                <kbd>/</kbd>
              </dt>
              <dd>{t`Search on this page`}</dd>
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
          </dl>
          <Button type="submit" variant="plain">
            <Trans>Close</Trans>
          </Button>
        </form>
      </dialog>
    </>
  );
}

function useGlobalKeys(showSheet: () => void) {
  const [, go] = useLocation();
  const gAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const page = PAGES.find((candidate) => candidate.key === event.key);
      if (event.key === "?") showSheet();
      else if (event.key === "/") focusSearch(event);
      else if (event.key === "g") gAt.current = event.timeStamp;
      else if (page && event.timeStamp - gAt.current < PATIENCE_MS) go(page.href);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [go, showSheet]);
}

function focusSearch(event: KeyboardEvent) {
  const field = document.querySelector<HTMLInputElement>("input[type=search]");
  if (field === null) return;
  event.preventDefault();
  field.focus();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")
  );
}
