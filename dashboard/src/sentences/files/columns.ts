import { useLingui } from "@lingui/react/macro";
import { useFieldName } from "../../names/fields";
import type { Said, Writers } from "../said";
import { file } from "./place";

/** What is wrong with the columns of a file. */
export function useColumnWriters(): Writers<string> {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const has = (said: Said) => {
    const columns = said.text("columns");
    if (columns === "") return "";
    const more = said.has("more") ? Math.round(said.value("more")) : 0;
    return more > 0
      ? t`Its columns are ${columns} and ${more} more.`
      : t`Its columns are ${columns}.`;
  };
  const fieldNames = (said: Said) => said.text("missing").split(", ").map(fieldName).join(", ");
  return {
    layout_unknown: (said) => {
      const name = file(said);
      const columns = has(said);
      return t`${name} has other columns than a ledger we know. ${columns} Say below which is which.`;
    },
    columns_missing: (said) => {
      const name = file(said);
      const missing = said.text("missing");
      const columns = has(said);
      return t`${name} lacks the column ${missing}. ${columns} Add it, or say below which column it is.`;
    },
    column_twice: (said) => {
      const name = file(said);
      const column = said.text("column");
      return t`${name} has the column ${column} twice. Keep one of them.`;
    },
    mapped_column_missing: (said) => {
      const name = file(said);
      const column = said.text("column");
      const columns = has(said);
      return t`${name} has no column ${column}. ${columns}`;
    },
    mapping_field_unknown: (said) => {
      const field = said.text("field");
      return t`“${field}” is nothing that a column can be.`;
    },
    mapping_incomplete: (said) => {
      const missing = fieldNames(said);
      return t`Say which column is this, too: ${missing}.`;
    },
    mapping_no_column: (said) => {
      const field = fieldName(said.text("field"));
      return t`${field}: choose a column.`;
    },
    mapping_empty: () => t`Say which column is which.`,
    mapping_decimal: () => t`The decimal sign is a point or a comma.`,
    table_unknown: (said) => {
      const name = file(said);
      const wanted = said.text("wanted");
      const columns = has(said);
      return t`${name} has none of the columns ${wanted}. ${columns}`;
    },
    products_column_missing: (said) => {
      const name = file(said);
      const column = said.text("column");
      return t`${name} has no column ${column}, which is needed.`;
    },
    stock_columns_missing: (said) => {
      const name = file(said);
      const columns = said.text("columns");
      return t`${name} says nothing about stock: beside StockCode it may have ${columns}.`;
    },
    products_not_beside: (said) => {
      const name = file(said);
      return t`${name} is laid out like The Complete Journey, which tells merchandise from fuel and coupons by its products file. Hand that in as products, and choose both.`;
    },
  };
}
