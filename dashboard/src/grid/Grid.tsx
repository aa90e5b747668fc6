import { useLingui } from "@lingui/react/macro";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { Shape } from "../shapes/Shape";
import css from "./grid.module.css";

export interface Column {
  key: string;
  name: string;
  /** At least this wide, in rem. */
  least: number;
  /** Its share of what is left over; 0 keeps it as it is. */
  grows?: number;
  end?: boolean;
  sortable?: boolean;
  cell: (row: number) => ReactNode;
}

export interface Sort {
  key: string;
  descending: boolean;
}

interface Props {
  name: string;
  columns: Column[];
  /** Rows by their number in the data, in the order shown. */
  rows: ArrayLike<number>;
  sort: Sort | null;
  onSort: (key: string) => void;
  onOpen: (row: number) => void;
}

const ROW_HEIGHT = 48;
const HEAD_HEIGHT = 38;

/**
 * Any number of rows, of which only those in sight are drawn. One tab stop: the grid itself, which
 * points to its active row, so that focus is never lost with a row that scrolls away. Drawn again
 * only when what it is given changes: while one types, the rows wait for their turn.
 */
export const Grid = memo(function Grid({ name, columns, rows, sort, onSort, onOpen }: Props) {
  const { t } = useLingui();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<number | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 3,
    scrollPaddingStart: HEAD_HEIGHT,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows or another order start at the top
  useEffect(() => {
    setActive(null);
    scroller.current?.scrollTo({ top: 0 });
  }, [rows]);
  const template = columns
    .map((column) => `minmax(${column.least}rem, ${column.grows || 0.001}fr)`)
    .join(" ");
  const least = `${columns.reduce((sum, column) => sum + column.least, 0)}rem`;
  const drawn = virtual.getVirtualItems();

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter" && active !== null) return onOpen(rows[active] as number);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const to = target(event.key, active, page, rows.length);
    if (to === null) return;
    event.preventDefault();
    setActive(to);
    virtual.scrollToIndex(to);
  }

  const shown = active !== null && drawn.some((item) => item.index === active);
  return (
    <div className={css.frame}>
      <div
        ref={scroller}
        className={css.grid}
        role="grid"
        tabIndex={0}
        aria-label={name}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={shown ? `${id}${active}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div
          role="rowgroup"
          className={css.head}
          style={{ gridTemplateColumns: template, minWidth: least }}
        >
          <div role="row" aria-rowindex={1} style={{ display: "contents" }}>
            {columns.map((column) => (
              <div
                key={column.key}
                role="columnheader"
                className={`${css.headCell} ${column.end ? css.end : ""}`}
                aria-sort={
                  sort?.key === column.key
                    ? sort.descending
                      ? "descending"
                      : "ascending"
                    : undefined
                }
              >
                <button
                  type="button"
                  className={css.sort}
                  disabled={column.sortable === false}
                  data-sorted={sort?.key === column.key}
                  title={t`Sort by ${column.name}`}
                  onClick={() => onSort(column.key)}
                >
                  {column.name}
                  {sort?.key === column.key ? (
                    <Shape name={sort.descending ? "descending" : "ascending"} />
                  ) : null}
                </button>
              </div>
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className={css.body}
          style={{ height: virtual.getTotalSize(), minWidth: least }}
        >
          {drawn.map((item) => {
            const row = rows[item.index] as number;
            return (
              <div
                key={item.key}
                id={`${id}${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={item.index === active}
                data-active={item.index === active}
                className={css.row}
                style={{
                  gridTemplateColumns: template,
                  height: item.size,
                  transform: `translateY(${item.start}px)`,
                }}
                onClick={(event) => {
                  // A link in the row leads there by itself.
                  if (!(event.target as Element).closest("a")) onOpen(row);
                }}
              >
                {columns.map((column) => (
                  <div
                    key={column.key}
                    role="gridcell"
                    className={`${css.cell} ${column.end ? css.end : ""}`}
                  >
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
});

function target(key: string, from: number | null, page: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: (from ?? -1) + 1,
    ArrowUp: (from ?? 1) - 1,
    PageDown: (from ?? 0) + page,
    PageUp: (from ?? 0) - page,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to));
}
