import { memo, useId, useRef } from "react";
import { type Column, fittingColumns, shownColumns, widthOf } from "./columns";
import { TableBody } from "./TableBody";
import { TableHead } from "./TableHead";
import css from "./table.module.css";
import type { TableProps } from "./tableProps";
import { useRoom } from "./useRoom";
import { useRowKeys } from "./useRowKeys";
import { useTableLayout } from "./useTableLayout";
import { MOST_DRAWN, useWindowRows } from "./useWindowRows";

const ALL = { isPhone: false, rank: 3 } as const;
/** What scrolls sideways must be reached by keyboard. */
const SCROLLS = { tabIndex: 0 };
/** Rem of the column of ticks. */
const TICK = 2.75;
const ROW = 41;
const TALL_ROW = 57;
const PHONE_ROW = 73;

/**
 * Every table of the page. One whose rows lead somewhere is one tab stop, and points to its active
 * row, so that focus is never lost with a row that scrolls away. Drawn again only when what it is
 * given changes: while one types, the rows wait for their turn.
 */
function PlainTable<Row>(props: TableProps<Row>) {
  const { name, rows, href, detail, selection, framed, wide } = props;
  const id = useId();
  const layout = useTableLayout();
  const table = useRef<HTMLTableElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoom(frame) - (selection ? TICK : 0);
  const known = shownColumns(props.columns, rows, wide ? ALL : layout);
  const isFitted = rows.length > MOST_DRAWN && !layout.isPhone;
  const isTight = layout.rank < 3;
  const columns = isFitted ? fittingColumns(known, room, isTight) : known;
  const windowed = useWindowRows({
    rows,
    table,
    rowHeight: layout.isPhone ? PHONE_ROW : columns[0]?.note ? TALL_ROW : ROW,
  });
  const keys = useRowKeys(props, table, windowed);
  const { active } = keys;
  const isGrid = href !== undefined || detail !== undefined || selection !== undefined;
  const isDrawn = active !== null && windowed.places.includes(active);
  const hasTicks = selection !== undefined;
  const asGrid = {
    role: "grid",
    tabIndex: 0,
    "aria-multiselectable": hasTicks || undefined,
    "aria-activedescendant": isDrawn ? `${id}${active}` : undefined,
    onKeyDown: keys.onKeyDown,
  };
  return (
    <div ref={frame} className={framed ? css.framed : wide ? css.wide : css.flush}>
      <table
        ref={table}
        className={`${css.table} ${wide ? "" : css.folds} ${windowed.isVirtual ? css.fixed : ""}`}
        aria-label={name}
        aria-rowcount={rows.length + headRows(props)}
        {...(isGrid ? asGrid : wide ? SCROLLS : {})}
      >
        {windowed.isVirtual ? (
          <Widths columns={columns} hasTicks={hasTicks} isTight={isTight} />
        ) : null}
        <TableHead {...props} columns={columns} hasTicks={hasTicks} />
        <TableBody
          {...props}
          {...keys}
          id={id}
          columns={columns}
          above={headRows(props)}
          windowed={windowed}
        />
      </table>
    </div>
  );
}

export const Table = memo(PlainTable) as typeof PlainTable;

const headRows = <Row,>({ totals }: TableProps<Row>) => (totals ? 2 : 1);

interface WidthsProps<Row> {
  columns: Column<Row>[];
  hasTicks: boolean;
  isTight: boolean;
}

/** Rows that come and go must not move the columns. */
function Widths<Row>({ columns, hasTicks, isTight }: WidthsProps<Row>) {
  return (
    <colgroup>
      {hasTicks ? <col className={css.tickColumn} /> : null}
      {columns.map((column, place) => (
        <col
          key={column.key}
          style={place > 0 ? { width: `${widthOf(column, isTight)}rem` } : undefined}
        />
      ))}
    </colgroup>
  );
}
