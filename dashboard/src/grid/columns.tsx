import type { ReactNode } from "react";

/** The width from which a column is shown: 1 always, 2 from 768 px, 3 from 1200 px. */
export type Rank = 1 | 2 | 3;

export interface Column<Row> {
  key: string;
  name: string;
  rank: Rank;
  /** Its name comes from a file and isn't translated. */
  isVerbatim?: boolean;
  /** Its name is for screen readers only: the cells speak for themselves. */
  isUnnamed?: boolean;
  cell: (row: Row) => ReactNode;
  /** A small note below the cell. */
  note?: (row: Row) => ReactNode;
  /** The whole text of a name that may be cut, on hover. */
  title?: (row: Row) => string;
  /** In rem, where rows are drawn as they come into sight; the first column takes what is left. */
  width?: number;
  /** Right-aligned, in tabular figures. */
  end?: boolean;
  sortable?: boolean;
  /** Its place in a phone's row; left out there without one. */
  phone?: "figure" | "chip" | "fact";
  /** Shown beside the column's name, for what applies to every row. */
  head?: ReactNode;
  /** Of everything the filters let through. */
  total?: ReactNode;
  /** The value is unknown; a column with unknown values only is left out. */
  isUnknown?: (row: Row) => boolean;
}

export interface FigureColumn<Row>
  extends Omit<Column<Row>, "cell" | "end" | "isUnknown" | "total"> {
  value: (row: Row) => number | null | undefined;
  text: (value: number) => string;
  total?: number | null;
  /** The number that decides. */
  strong?: boolean;
}

const UNKNOWN = <span className="muted">–</span>;
/** Without currency or decimals: a column of "$0.00" hides the rows that have something. */
const ZERO = <span className="muted">0</span>;

/** A column of numbers: zero is muted, unknown is a dash. */
export function figure<Row>(column: FigureColumn<Row>): Column<Row> {
  const { value, text, total, strong, ...rest } = column;
  const zero = text(0);
  const cell = (row: Row) => {
    const found = value(row);
    if (found == null) return UNKNOWN;
    const shown = text(found);
    if (shown === zero) return ZERO;
    return strong ? <span className="strong">{shown}</span> : shown;
  };
  return {
    ...rest,
    cell,
    end: true,
    isUnknown: (row) => value(row) == null,
    total: total == null ? undefined : text(total),
  };
}

/** The columns that fit the layout and have data; the first one names the row. */
export function shownColumns<Row>(
  columns: Column<Row>[],
  rows: ArrayLike<Row>,
  { isPhone, rank }: { isPhone: boolean; rank: Rank },
): Column<Row>[] {
  return columns.filter((column, place) => {
    if (isPhone && place > 0 && column.phone === undefined) return false;
    if (!isPhone && column.rank > rank) return false;
    return !isUnknownThroughout(column, rows);
  });
}

/** The default width of a column and the minimum width of the name, in rem. */
const WIDTH = 7;
const LEAST_NAME = 10;
/** Rem that a column saves below 1200 px, where its padding is 8 px instead of 12. */
const TIGHTER = 0.5;

/** The width of a column in rem. */
export function widthOf<Row>({ width = WIDTH }: Column<Row>, isTight: boolean): number {
  return isTight ? width - TIGHTER : width;
}

/** The columns that fit into `room` rem beside a readable name; the least important go first. */
export function fittingColumns<Row>(
  columns: Column<Row>[],
  room: number,
  isTight = false,
): Column<Row>[] {
  const [name, ...others] = columns;
  if (name === undefined) return columns;
  const needed = others.reduce((sum, column) => sum + widthOf(column, isTight), LEAST_NAME);
  const least = others.findLast((column) => column.rank === Math.max(...others.map(rankOf)));
  if (needed <= room || least === undefined || least.rank === 1) return columns;
  return fittingColumns([name, ...others.filter((column) => column !== least)], room, isTight);
}

const rankOf = <Row,>({ rank }: Column<Row>) => rank;

function isUnknownThroughout<Row>({ isUnknown }: Column<Row>, rows: ArrayLike<Row>): boolean {
  if (isUnknown === undefined || rows.length === 0) return false;
  for (let place = 0; place < rows.length; place++)
    if (!isUnknown(rows[place] as Row)) return false;
  return true;
}
