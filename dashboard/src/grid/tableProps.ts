import type { ReactNode } from "react";
import type { Sort } from "./address";
import type { Column } from "./columns";
import type { Key, Selection } from "./useSelection";

export interface TableProps<Row> {
  name: string;
  columns: Column<Row>[];
  /** In the order shown. */
  rows: ArrayLike<Row>;
  keyOf: (row: Row) => Key;
  /** Where a row leads. */
  href?: (row: Row) => string;
  /** What opens under a row instead. */
  detail?: RowDetail<Row>;
  sort?: Sort | null;
  onSort?: (key: string) => void;
  /** Names the row of totals, such as "All 4,480". */
  totals?: ReactNode;
  selection?: Selection;
  /** What a row is called where it is ticked. */
  nameOf?: (row: Row) => string;
  /** Stands in place of the head while rows are ticked. */
  bulk?: ReactNode;
  /** A card of its own, where the table stands in none. */
  framed?: boolean;
  /** Wider than its container: scrolls sideways with a fixed first column. */
  wide?: boolean;
}

export interface RowDetail<Row> {
  open: Key | null;
  onOpen: (row: Row | null) => void;
  /** What opening a row is called. */
  label: (row: Row) => string;
  content: (row: Row) => ReactNode;
}
