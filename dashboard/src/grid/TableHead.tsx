import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Shape } from "../shapes/Shape";
import type { Sort } from "./address";
import type { Column } from "./columns";
import css from "./table.module.css";

export interface HeadProps<Row> {
  columns: Column<Row>[];
  sort?: Sort | null;
  onSort?: (key: string) => void;
  /** Stands in place of the columns' names while rows are ticked. */
  bulk?: ReactNode;
  /** Names the row of totals, such as "All 4,480". */
  totals?: ReactNode;
  hasTicks: boolean;
}

/** The names of the columns, and right below them what all rows come to. */
export function TableHead<Row>(props: HeadProps<Row>) {
  const { columns, bulk, totals, hasTicks } = props;
  const width = columns.length + (hasTicks ? 1 : 0);
  return (
    <thead className={css.head}>
      {bulk ? (
        <tr className={css.bulk}>
          <th colSpan={width}>{bulk}</th>
        </tr>
      ) : (
        <Names {...props} />
      )}
      {totals ? (
        <tr className={css.totals}>
          {hasTicks ? <td className={css.tick} /> : null}
          <th scope="row" className={css.name}>
            {totals}
          </th>
          {columns.slice(1).map((column) => (
            <td key={column.key} className={cellClass(column)} data-label={labelOf(column)}>
              {column.total}
            </td>
          ))}
        </tr>
      ) : null}
    </thead>
  );
}

function Names<Row>({ columns, sort, onSort, hasTicks }: HeadProps<Row>) {
  const { t } = useLingui();
  return (
    <tr className={css.names}>
      {hasTicks ? (
        <th scope="col" className={css.tick}>
          <span className="visually-hidden">{t`Select`}</span>
        </th>
      ) : null}
      {columns.map((column) => (
        <th
          key={column.key}
          scope="col"
          className={column.end ? css.end : undefined}
          aria-sort={direction(column.key, sort)}
        >
          {onSort && column.sortable !== false ? (
            <button
              type="button"
              className={css.sort}
              data-sorted={sort?.key === column.key}
              title={t`Sort by ${column.name}`}
              onClick={() => onSort(column.key)}
            >
              {column.name}
              {sort?.key === column.key ? (
                <Shape name={sort.descending ? "descending" : "ascending"} />
              ) : null}
            </button>
          ) : (
            <span
              className={column.isUnnamed ? "visually-hidden" : undefined}
              translate={column.isVerbatim ? "no" : undefined}
            >
              {column.name}
            </span>
          )}
          {column.head}
        </th>
      ))}
    </tr>
  );
}

function direction(key: string, sort: Sort | null | undefined) {
  if (sort?.key !== key) return undefined;
  return sort.descending ? "descending" : "ascending";
}

export function cellClass<Row>(column: Column<Row>): string {
  return [column.end ? css.end : "", column.phone ? css[column.phone] : ""].join(" ");
}

/** The label of a fact on a phone, where the table has no head. */
export function labelOf<Row>(column: Column<Row>): string | undefined {
  return column.phone === "fact" ? column.name : undefined;
}
