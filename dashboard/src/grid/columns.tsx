import type { ReactNode } from "react";

/** From which width a column is there: 1 always, 2 from 768 px, 3 from 1200. */
export type Rank = 1 | 2 | 3;

export interface Column<Row> {
  key: string;
  name: string;
  rank: Rank;
  /** Its name is a word of a file, in no language of the page. */
  isVerbatim?: boolean;
  /** Its name is only read aloud: what stands in it speaks for itself. */
  isUnnamed?: boolean;
  cell: (row: Row) => ReactNode;
  /** What stands small below the cell. */
  note?: (row: Row) => ReactNode;
  /** The whole text of a name that may be cut, on hover. */
  title?: (row: Row) => string;
  /** In rem, where rows are drawn as they come into sight; the first column takes what is left. */
  width?: number;
  /** Right-aligned, in tabular figures. */
  end?: boolean;
  sortable?: boolean;
  /** Where it stands in a phone's row; without a place it is left out there. */
  phone?: "figure" | "chip" | "fact";
  /** Beside the column's name: what holds for every row. */
  head?: ReactNode;
  /** Of everything the filters let through. */
  total?: ReactNode;
  /** Nothing is known of this row; a column of which nothing is known is left out. */
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

/** The columns there is room for and something to say in; the first one names the row. */
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

/** Rem that a column takes where it says nothing of its width, and that a name needs. */
export const WIDTH = 7;
const LEAST_NAME = 8.5;

/** Those that fit into `room` rem beside a readable name; what matters least goes first. */
export function fittingColumns<Row>(columns: Column<Row>[], room: number): Column<Row>[] {
  const [name, ...others] = columns;
  if (name === undefined) return columns;
  const needed = others.reduce((sum, { width = WIDTH }) => sum + width, LEAST_NAME);
  const least = others.findLast((column) => column.rank === Math.max(...others.map(rankOf)));
  if (needed <= room || least === undefined || least.rank === 1) return columns;
  return fittingColumns([name, ...others.filter((column) => column !== least)], room);
}

const rankOf = <Row,>({ rank }: Column<Row>) => rank;

function isUnknownThroughout<Row>({ isUnknown }: Column<Row>, rows: ArrayLike<Row>): boolean {
  if (isUnknown === undefined || rows.length === 0) return false;
  for (let place = 0; place < rows.length; place++)
    if (!isUnknown(rows[place] as Row)) return false;
  return true;
}
