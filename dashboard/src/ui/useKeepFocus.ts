import { useEffect, useRef } from "react";
import { FOCUS_LOST, focusHeading, isFocusLost } from "./focus";

const FOCUSABLE =
  "a[href], button:not(:disabled), input:not(:disabled), select, summary, [tabindex]";

/**
 * The ref of a list whose rows (`data-row`) come and go by what is done in them. Focus that a row
 * takes along goes to the row now in its place, else to the last one, else to the page's heading.
 */
export function useKeepFocus<E extends HTMLElement>() {
  const list = useRef<E>(null);
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const last: LastFocus = { row: null, place: 0 };
    const remember = (event: FocusEvent) => {
      const row = (event.target as Element).closest("[data-row]");
      if (row) Object.assign(last, { row, place: rowsIn(element).indexOf(row as HTMLElement) });
    };
    const restoreFocus = () => {
      if (last.row !== null && isFocusLost()) focusNear(element, last);
    };
    const forget = (event: FocusEvent) => {
      // What is taken out of the page names no new place, and a dialog gives the focus back.
      const to = event.relatedTarget as Element | null;
      if (to && !element.contains(to) && !to.closest("dialog, [popover]")) last.row = null;
    };
    element.addEventListener("focusin", remember);
    element.addEventListener("focusout", forget);
    document.addEventListener(FOCUS_LOST, restoreFocus);
    const changes = new MutationObserver(restoreFocus);
    changes.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener("focusin", remember);
      element.removeEventListener("focusout", forget);
      document.removeEventListener(FOCUS_LOST, restoreFocus);
      changes.disconnect();
      if (last.row !== null) queueMicrotask(() => isFocusLost() && focusHeading());
    };
  }, []);
  return list;
}

interface LastFocus {
  row: Element | null;
  place: number;
}

function rowsIn(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>("[data-row]")];
}

function focusNear(list: HTMLElement, last: LastFocus) {
  const rows = rowsIn(list);
  const row = last.row?.isConnected ? last.row : (rows[last.place] ?? rows.at(-1));
  const target = row?.matches(FOCUSABLE) ? row : row?.querySelector(FOCUSABLE);
  if (target instanceof HTMLElement) target.focus();
  else focusHeading();
}
