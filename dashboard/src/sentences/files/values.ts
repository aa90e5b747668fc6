import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useFieldName } from "../../names/fields";
import { textFor } from "../../names/textFor";
import { useDefectTexts } from "../notes";
import type { Renderers, StatementValues } from "../statements";
import { file, usePlace } from "./place";

/** What is wrong with values of a file. */
export function useValueRenderers(): Renderers<string> {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const place = usePlace();
  const defects = useDefectTexts();
  const where = (values: StatementValues) => `${file(values)}, ${place(values)}`;
  return {
    number_unreadable: (values) => {
      const at = where(values);
      const text = values.text("text");
      const column = fieldName(values.text("column"));
      return t`${at}: “${text}” (${column}) isn't a number. Correct it, or leave it blank to exclude the line.`;
    },
    numbers_stored_otherwise: (values) => {
      const name = file(values);
      const column = fieldName(values.text("column"));
      return t`${name}: ${column} is not stored as numbers.`;
    },
    date_unreadable: (values) => {
      const at = where(values);
      const text = values.text("text");
      return t`${at}: “${text}” isn't a date we can read. Correct it, or choose the date format below.`;
    },
    dates_stored_otherwise: (values) => {
      const name = file(values);
      return t`${name}: the dates are not stored as dates. Store them as timestamps or as text.`;
    },
    date_of_other_age: (values) => {
      const at = where(values);
      const year = String(values.value("year"));
      return t`${at}: the date is in ${year}. Correct it, or leave it blank to exclude the line.`;
    },
    date_format_unknown: (values) => {
      const text = values.text("text");
      return t`“${text}” isn't a date format. Enter one like %d.%m.%Y.`;
    },
    dates_ambiguous: (values) => {
      const name = file(values);
      const text = values.text("text");
      return t`${name}: choose the date format below. In dates like ${text}, day and month could be swapped.`;
    },
    no_dates: (values) => {
      const name = file(values);
      return t`${name}: no line has a date. Fill in the date column, or choose another one below.`;
    },
    dates_in_future: (values) => {
      const name = file(values);
      const lines = values.number("lines");
      const all = values.number("all");
      const today = values.day("today");
      return t`${name}: ${lines} of its ${all} lines are dated after today, ${today}. Correct the dates, or choose a cut-off day when you refresh.`;
    },
    as_of_out_of_range: (values) => {
      const day = values.day("as_of");
      const first = String(values.value("first"));
      const last = String(values.value("last"));
      return t`Plans can't start on ${day}. Choose a cut-off day from ${first} to ${last}.`;
    },
    as_of_before_sales: (values) => {
      const name = file(values);
      const day = values.day("as_of");
      return t`Choose a later cut-off day: ${name} has no lines before ${day}.`;
    },
    sales_end_early: (values) => {
      const name = file(values);
      const day = values.day("as_of");
      const last = values.day("last");
      const days = values.number("days");
      return t`Add newer sales to ${name}, or choose an earlier cut-off day: the last line before ${day} is from ${last}, more than ${days} days earlier.`;
    },
    nothing_usable: (values) => {
      const name = file(values);
      const lines = values.number("lines");
      const reason = textFor(defects, values.text("reason"));
      return t`${name}: none of its ${lines} lines is a usable sale. Check that the file contains the shop's sales and that each column is matched correctly. Most frequent reason: ${reason}.`;
    },
    product_twice: (values) => {
      const at = where(values);
      const product = values.text("product");
      return t`${at}: product ${product} appears twice.`;
    },
  };
}

/** What is wrong with a stock file. */
export function useStockRenderers(): Renderers<string> {
  const { t } = useLingui();
  return {
    stock_rows_unusable: (values) => {
      const name = file(values);
      const rows = Math.round(values.value("rows"));
      return t`${name} has ${plural(rows, { one: "# row", other: "# rows" })} that can't be used. Correct the file, then upload it again.`;
    },
    stock_codes_unknown: (values) => {
      const name = file(values);
      const codes = values.number("codes");
      return t`Check the StockCode column of ${name}: none of its ${codes} codes appears in the sales.`;
    },
    stock_code_missing: () => t`The row has no StockCode.`,
    stock_code_twice: (values) => {
      const product = values.text("product");
      return t`Product ${product} appears twice.`;
    },
    stock_value_unusable: (values) => {
      const column = values.text("column");
      const text = values.text("text");
      const least = values.number("least");
      const most = values.number("most");
      return values.is("whole", true)
        ? t`${column}: “${text}” is not a whole number from ${least} to ${most}.`
        : t`${column}: “${text}” is not a number from ${least} to ${most}.`;
    },
    supplier_long: (values) => {
      const limit = values.number("limit");
      return t`Supplier is longer than ${limit} characters.`;
    },
  };
}
