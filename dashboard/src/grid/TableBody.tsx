import { Fragment } from "react";
import type { Column } from "./columns";
import { OpenRow } from "./OpenRow";
import { TableRow } from "./TableRow";
import css from "./table.module.css";
import type { TableProps } from "./tableProps";
import type { RowKeys } from "./useRowKeys";
import type { WindowRows } from "./useWindowRows";

interface Props<Row> extends TableProps<Row>, RowKeys {
  id: string;
  /** Rows of the head, which count as well. */
  above: number;
  windowed: WindowRows;
}

/** The visible rows, space for the others, and the detail of the open row. */
export function TableBody<Row>(props: Props<Row>) {
  const { rows, keyOf, columns, detail, selection, id, above, windowed, active } = props;
  const width = columns.length + (selection ? 1 : 0);
  return (
    <tbody>
      <Gap height={windowed.before} width={width} />
      {windowed.places.map((place) => {
        const row = rows[place] as Row;
        const key = keyOf(row);
        const isOpen = detail ? detail.open === key : undefined;
        return (
          <Fragment key={key}>
            <TableRow
              row={row}
              place={place}
              id={`${id}${place}`}
              columns={columns as Column<Row>[]}
              rowIndex={place + above + 1}
              isActive={place === active}
              isTicked={selection?.keys.has(key)}
              isOpen={isOpen}
              href={props.href?.(row)}
              openLabel={detail?.label(row)}
              tickLabel={selection ? props.nameOf?.(row) : undefined}
              onTick={props.onTick}
              onToggle={props.onToggle}
              measure={windowed.measure}
            />
            {detail && isOpen ? (
              <OpenRow
                place={place}
                width={width}
                onClose={() => props.onToggle(place)}
                resize={windowed.resize}
              >
                {detail.content(row)}
              </OpenRow>
            ) : null}
          </Fragment>
        );
      })}
      <Gap height={windowed.after} width={width} />
    </tbody>
  );
}

function Gap({ height, width }: { height: number; width: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus here, and this one says nothing
    <tr className={css.gap} aria-hidden="true">
      <td colSpan={width} style={{ height }} />
    </tr>
  );
}
