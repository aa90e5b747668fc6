import { useCallback } from "react";
import { useSearchParams } from "wouter";

export interface Sort {
  key: string;
  descending: boolean;
}

/** Filters that live in the URL: they survive Back, and can be sent to somebody. */
export function useAddress() {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (name: string, value: string | null) => {
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          if (value) next.set(name, value);
          else next.delete(name);
          return next;
        },
        { replace: true },
      );
    },
    [setSearch],
  );
  const clear = useCallback(() => setSearch(new URLSearchParams(), { replace: true }), [setSearch]);
  return { get: (name: string) => search.get(name) ?? "", set, clear, isEmpty: search.size === 0 };
}

/** `-money_bound` sorts by that, descending. */
export function readSort(text: string): Sort | null {
  if (text === "") return null;
  return { key: text.replace(/^-/, ""), descending: text.startsWith("-") };
}

/** The next order a click on a column gives: descending, ascending, none. */
export function nextSort(now: Sort | null, key: string): string | null {
  if (now?.key !== key) return `-${key}`;
  return now.descending ? key : null;
}
