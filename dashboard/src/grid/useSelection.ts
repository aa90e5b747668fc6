import { useCallback, useMemo, useRef, useState } from "react";

export type Key = string | number;

export interface Selection {
  keys: ReadonlySet<Key>;
  /** Tick or untick the row at a place; with `isRange` all from the one ticked before. */
  toggle: (place: number, isRange: boolean) => void;
  selectAll: () => void;
  clear: () => void;
}

/** The ticked rows; a row that is filtered out is no longer ticked. */
export function useSelection<Row>(rows: ArrayLike<Row>, keyOf: (row: Row) => Key): Selection {
  const [ticked, setTicked] = useState<ReadonlySet<Key>>(NONE);
  const last = useRef<number | null>(null);
  const keys = useMemo(() => present(ticked, rows, keyOf), [ticked, rows, keyOf]);
  const toggle = useCallback(
    (place: number, isRange: boolean) => {
      const from = isRange && last.current !== null ? last.current : place;
      last.current = place;
      const next = new Set(keys);
      const isOn = !keys.has(keyOf(rows[place] as Row));
      for (let at = Math.min(from, place); at <= Math.max(from, place); at++) {
        const key = keyOf(rows[at] as Row);
        if (isOn) next.add(key);
        else next.delete(key);
      }
      setTicked(next);
    },
    [keys, rows, keyOf],
  );
  const selectAll = useCallback(() => setTicked(new Set(Array.from(rows, keyOf))), [rows, keyOf]);
  const clear = useCallback(() => setTicked(NONE), []);
  return useMemo(() => ({ keys, toggle, selectAll, clear }), [keys, toggle, selectAll, clear]);
}

const NONE: ReadonlySet<Key> = new Set();

function present<Row>(
  ticked: ReadonlySet<Key>,
  rows: ArrayLike<Row>,
  keyOf: (row: Row) => Key,
): ReadonlySet<Key> {
  if (ticked.size === 0) return NONE;
  const found = new Set<Key>();
  for (let place = 0; place < rows.length; place++) {
    const key = keyOf(rows[place] as Row);
    if (ticked.has(key)) found.add(key);
  }
  return found;
}
