import { useSyncExternalStore } from "react";

const KEPT_AS = "smartretail.dismissed";

/** Why each action was put aside, by its id, under the snapshot it belongs to. */
interface Kept {
  snapshot: string;
  reasons: Record<string, string>;
}

const listeners = new Set<() => void>();

function read(): string {
  return localStorage.getItem(KEPT_AS) ?? "";
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Actions put aside in this browser; a new snapshot brings new actions, and all of them back. */
export function useDismissals(snapshot: string) {
  const text = useSyncExternalStore(subscribe, read);
  const kept: Kept | null = text === "" ? null : (JSON.parse(text) as Kept);
  const reasons = kept?.snapshot === snapshot ? kept.reasons : {};
  const write = (next: Record<string, string>) => {
    localStorage.setItem(KEPT_AS, JSON.stringify({ snapshot, reasons: next } satisfies Kept));
    for (const listener of listeners) listener();
  };
  return {
    reasons,
    dismiss: (id: string, reason: string) => write({ ...reasons, [id]: reason }),
    undo: (id: string) => {
      const { [id]: _, ...others } = reasons;
      write(others);
    },
  };
}
