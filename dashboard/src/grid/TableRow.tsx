import { memo, type ReactNode } from "react";
import { Link } from "wouter";
import type { Column } from "./columns";
import { cellClass, labelOf } from "./TableHead";
import css from "./table.module.css";

export interface RowProps<Row> {
  row: Row;
  place: number;
  id: string;
  columns: Column<Row>[];
  isActive: boolean;
  /** Of a row that can be ticked. */
  isTicked?: boolean;
  /** Of a row that opens in place. */
  isOpen?: boolean;
  href?: string;
  /** What opening it in place is called. */
  openLabel?: string;
  tickLabel?: string;
  rowIndex: number;
  onTick: (place: number, isRange: boolean) => void;
  onToggle: (place: number) => void;
  measure?: (row: Element | null) => void;
}

/** One row: a name that leads on from anywhere in the row, and the cells. */
function PlainRow<Row>(props: RowProps<Row>) {
  const { row, place, id, columns, isActive, isTicked, isOpen, measure } = props;
  const [name, ...others] = columns;
  return (
    <tr
      id={id}
      ref={measure}
      className={css.row}
      data-index={place}
      data-place={place}
      data-active={isActive}
      data-ticked={isTicked}
      data-open={isOpen}
      aria-rowindex={props.rowIndex}
      aria-selected={isTicked ?? isActive}
    >
      {isTicked === undefined ? null : <Tick {...props} isTicked={isTicked} />}
      {name ? (
        <th scope="row" className={css.name}>
          <Opener {...props} title={name.title?.(row)}>
            {name.cell(row)}
          </Opener>
          {name.note ? <span className={css.note}>{name.note(row)}</span> : null}
        </th>
      ) : null}
      {others.map((column) => (
        <td key={column.key} className={cellClass(column)} data-label={labelOf(column)}>
          {column.cell(row)}
          {column.note ? <span className={css.note}>{column.note(row)}</span> : null}
        </td>
      ))}
    </tr>
  );
}

export const TableRow = memo(PlainRow) as typeof PlainRow;

function Tick<Row>({ place, isTicked, tickLabel, onTick }: RowProps<Row> & { isTicked: boolean }) {
  return (
    <td className={css.tick}>
      <label>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={tickLabel}
          checked={isTicked}
          readOnly
          onClick={(event) => onTick(place, event.shiftKey)}
        />
      </label>
    </td>
  );
}

interface OpenerProps<Row> extends RowProps<Row> {
  title?: string;
  children: ReactNode;
}

/** The name: its target is the whole row. */
function Opener<Row>(props: OpenerProps<Row>) {
  const { href, openLabel, isOpen, place, onToggle, title, children } = props;
  if (href !== undefined)
    return (
      <Link href={href} className={css.opener} tabIndex={-1} title={title}>
        {children}
      </Link>
    );
  if (openLabel !== undefined)
    return (
      <button
        type="button"
        className={css.opener}
        tabIndex={-1}
        title={title}
        aria-label={openLabel}
        aria-expanded={isOpen}
        onClick={() => onToggle(place)}
      >
        {children}
      </button>
    );
  return (
    <span className={css.clamped} title={title}>
      {children}
    </span>
  );
}
