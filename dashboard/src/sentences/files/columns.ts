import { useLingui } from "@lingui/react/macro";
import { useFieldName } from "../../names/fields";
import type { Renderers, StatementValues } from "../statements";
import { file } from "./place";

/** What is wrong with the columns of a file. */
export function useColumnRenderers(): Renderers<string> {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const has = (values: StatementValues) => {
    const columns = values.text("columns");
    if (columns === "") return "";
    const more = values.has("more") ? Math.round(values.value("more")) : 0;
    return more > 0
      ? t`Its columns are ${columns} and ${more} more.`
      : t`Its columns are ${columns}.`;
  };
  const fieldNames = (values: StatementValues) =>
    values.text("missing").split(", ").map(fieldName).join(", ");
  return {
    layout_unknown: (values) => {
      const name = file(values);
      const columns = has(values);
      return t`Match the columns below: ${name} has other columns than the sales files we know. ${columns}`;
    },
    columns_missing: (values) => {
      const name = file(values);
      const missing = values.text("missing");
      const columns = has(values);
      return t`${name} has no column ${missing}. ${columns} Add it, or choose below which column it is.`;
    },
    column_twice: (values) => {
      const name = file(values);
      const column = values.text("column");
      return t`${name} has the column ${column} twice. Keep one of them.`;
    },
    mapped_column_missing: (values) => {
      const name = file(values);
      const column = values.text("column");
      const columns = has(values);
      return t`${name} has no column ${column}. ${columns}`;
    },
    mapping_field_unknown: (values) => {
      const field = values.text("field");
      return t`A column can't be used as “${field}”.`;
    },
    mapping_incomplete: (values) => {
      const missing = fieldNames(values);
      return t`Also choose the column for: ${missing}.`;
    },
    mapping_no_column: (values) => {
      const field = fieldName(values.text("field"));
      return t`${field}: choose a column.`;
    },
    mapping_empty: () => t`Match the columns.`,
    mapping_decimal: () => t`The decimal sign is a point or a comma.`,
    table_unknown: (values) => {
      const name = file(values);
      const expected = values.text("wanted");
      const columns = has(values);
      return t`${name} has none of the columns ${expected}. ${columns}`;
    },
    products_column_missing: (values) => {
      const name = file(values);
      const column = values.text("column");
      return t`${name} has no column ${column}, which is needed.`;
    },
    stock_columns_missing: (values) => {
      const name = file(values);
      const columns = values.text("columns");
      return t`${name} has no stock columns. Besides StockCode it can have ${columns}.`;
    },
    products_not_beside: (values) => {
      const name = file(values);
      return t`${name} looks like The Complete Journey. Upload its products file as well and choose both, so that fuel and coupons can be told from merchandise.`;
    },
  };
}
