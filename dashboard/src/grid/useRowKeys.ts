import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { useLocation } from "wouter";
import { rowAfterKey } from "./keys";
import type { TableProps } from "./tableProps";
import type { Key } from "./useSelection";
import type { WindowRows } from "./useWindowRows";

export interface RowKeys {
  active: number | null;
  onTick: (place: number, isRange: boolean) => void;
  onToggle: (place: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** One active row, moved by arrows, Page, Home and End; Enter opens it, x ticks it. */
export function useRowKeys<Row>(
  { rows, keyOf, href, detail, selection }: TableProps<Row>,
  table: RefObject<HTMLTableElement | null>,
  windowed: WindowRows,
): RowKeys {
  const [, go] = useLocation();
  const [active, setActive] = useState<number | null>(null);
  useNewRows(rows, () => setActive(null));
  const activate = useCallback(
    (place: number) => {
      setActive(place);
      table.current?.focus({ preventScroll: true });
    },
    [table],
  );
  const toggle = selection?.toggle;
  const onTick = useCallback(
    (place: number, isRange: boolean) => {
      toggle?.(place, isRange);
      activate(place);
    },
    [toggle, activate],
  );
  const open = detail?.open;
  const onOpen = detail?.onOpen;
  const isOwn = useRef(false);
  const onToggle = useCallback(
    (place: number) => {
      isOwn.current = true;
      const row = rows[place] as Row;
      onOpen?.(open === keyOf(row) ? null : row);
      activate(place);
    },
    [rows, keyOf, open, onOpen, activate],
  );
  useOpenedInSight(rows, keyOf, open, windowed, isOwn);
  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const page = Math.max(1, Math.floor(window.innerHeight / windowed.rowHeight) - 3);
    const to = rowAfterKey(event.key, active, page, rows.length);
    if (to !== null) {
      event.preventDefault();
      setActive(to);
      windowed.scrollTo(to);
    } else if (active === null) return;
    else if (event.key === "x") toggle?.(active, event.shiftKey);
    else if (event.key === "Enter" && detail) onToggle(active);
    else if (event.key === "Enter" && href) go(href(rows[active] as Row));
  }
  return { active, onTick, onToggle, onKeyDown };
}

/** Other rows, or another order, than those drawn before. */
function useNewRows(rows: unknown, then: () => void) {
  const known = useRef(rows);
  useEffect(() => {
    if (known.current === rows) return;
    known.current = rows;
    then();
  });
}

/** A row that was opened from elsewhere, as by a URL or a map, is brought to the top. */
function useOpenedInSight<Row>(
  rows: ArrayLike<Row>,
  keyOf: (row: Row) => Key,
  open: Key | null | undefined,
  windowed: WindowRows,
  isOwn: RefObject<boolean>,
) {
  const scrollTo = useRef(windowed.scrollTo);
  scrollTo.current = windowed.scrollTo;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another row that opens moves the page
  useEffect(() => {
    const isHere = isOwn.current;
    isOwn.current = false;
    if (open == null || isHere) return;
    const place = Array.prototype.findIndex.call(rows, (row: Row) => keyOf(row) === open);
    if (place >= 0) scrollTo.current(place, "start");
  }, [open]);
}
