import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef, useState } from "react";

/** Beyond this many rows only those in sight are drawn. */
export const MOST_DRAWN = 200;
/** What covers the first and the last pixels of the window: the head, and a phone's bars. */
const HEAD = 96;
const BOTTOM_BARS = 72;

interface Options {
  rows: ArrayLike<unknown>;
  table: RefObject<HTMLTableElement | null>;
  rowHeight: number;
}

export interface WindowRows {
  /** The places of the rows to draw. */
  places: number[];
  /** Room for the rows above and below that are not drawn, in px. */
  before: number;
  after: number;
  rowHeight: number;
  isVirtual: boolean;
  measure: ((row: Element | null) => void) | undefined;
  resize: (place: number, height: number) => void;
  scrollTo: (place: number, align?: "start") => void;
}

/** Which rows to draw as the page scrolls; few are all drawn. */
export function useWindowRows({ rows, table, rowHeight }: Options): WindowRows {
  const count = rows.length;
  const isVirtual = count > MOST_DRAWN;
  const top = useTopOfRows(table, isVirtual);
  useStartOfRows(rows, table);
  const virtual = useWindowVirtualizer({
    count,
    enabled: isVirtual,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollMargin: top,
    scrollPaddingStart: HEAD,
    scrollPaddingEnd: BOTTOM_BARS,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items.at(-1)];
  return {
    places: isVirtual ? items.map(({ index }) => index) : [...Array(count).keys()],
    before: first ? first.start - top : 0,
    after: last ? virtual.getTotalSize() - (last.end - top) : 0,
    rowHeight,
    isVirtual,
    measure: isVirtual ? virtual.measureElement : undefined,
    resize: virtual.resizeItem,
    scrollTo: (place, align) =>
      isVirtual
        ? virtual.scrollToIndex(place, { align })
        : rowOf(table, place)?.scrollIntoView({ block: align ?? "nearest" }),
  };
}

function rowOf(table: RefObject<HTMLTableElement | null>, place: number) {
  return table.current?.querySelector(`[data-index="${place}"]`);
}

function topOf(table: RefObject<HTMLTableElement | null>): number | null {
  const body = table.current?.tBodies[0];
  return body ? Math.round(body.getBoundingClientRect().top + window.scrollY) : null;
}

/** How far down the document the first row stands; what changes above it moves it. */
function useTopOfRows(table: RefObject<HTMLTableElement | null>, isVirtual: boolean): number {
  const [top, setTop] = useState(0);
  useEffect(() => {
    if (!isVirtual) return;
    const look = () => setTop((old) => topOf(table) ?? old);
    look();
    const watch = new ResizeObserver(look);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, [table, isVirtual]);
  return top;
}

/** Other rows, or another order, are read from their first. */
function useStartOfRows(rows: unknown, table: RefObject<HTMLTableElement | null>) {
  const known = useRef(rows);
  useEffect(() => {
    if (known.current === rows) return;
    known.current = rows;
    const top = topOf(table);
    if (top !== null && window.scrollY > top - HEAD) window.scrollTo({ top: top - HEAD });
  });
}
