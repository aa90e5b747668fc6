import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { areKeysOn } from "../../ui/shortcutKeys";

/** Arrows go from job to job, d asks why not; z takes the last dismissal back from anywhere. */
export function useJobKeys(
  list: RefObject<HTMLElement | null>,
  ask: (id: string) => void,
  undoLast: () => void,
): (event: KeyboardEvent) => void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === "z" && isFree(event)) undoLast();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  return (event) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const row = (event.target as Element).closest<HTMLElement>("[data-row]");
    const at = row ? rows.indexOf(row) : -1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    const next = to === undefined ? undefined : rows[to];
    if (next) {
      event.preventDefault();
      next.querySelector("a")?.focus();
    } else if (event.key === "d" && row?.dataset.row && isFree(event.nativeEvent)) {
      event.preventDefault();
      ask(row.dataset.row);
    }
  };
}

function isFree(event: globalThis.KeyboardEvent): boolean {
  if (!areKeysOn() || event.ctrlKey || event.metaKey || event.altKey) return false;
  const { target } = event;
  return !(target instanceof Element && target.matches("input, textarea, select"));
}
