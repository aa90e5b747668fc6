import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useFieldName } from "../../names/fields";
import { textFor } from "../../names/textFor";
import { useDefectTexts } from "../notes";
import type { Said, Writers } from "../said";
import { file, usePlace } from "./place";

/** What is wrong with values of a file. */
export function useValueWriters(): Writers<string> {
  const { t } = useLingui();
  const fieldName = useFieldName();
  const place = usePlace();
  const defects = useDefectTexts();
  const where = (said: Said) => `${file(said)}, ${place(said)}`;
  return {
    number_unreadable: (said) => {
      const at = where(said);
      const text = said.text("text");
      const column = fieldName(said.text("column"));
      return t`${at}: “${text}” (${column}) is not a number. Correct it, or leave it blank to have the line set aside.`;
    },
    numbers_stored_otherwise: (said) => {
      const name = file(said);
      const column = fieldName(said.text("column"));
      return t`${name}: ${column} is not stored as numbers.`;
    },
    date_unreadable: (said) => {
      const at = where(said);
      const text = said.text("text");
      return t`${at}: “${text}” cannot be read as a date. Correct it, or say below how days are written.`;
    },
    dates_stored_otherwise: (said) => {
      const name = file(said);
      return t`${name}: the dates are not stored as dates. Store them as timestamps or as text.`;
    },
    date_of_other_age: (said) => {
      const at = where(said);
      const year = String(said.value("year"));
      return t`${at}: the date is of the year ${year}. Correct it, or leave it blank to have the line set aside.`;
    },
    date_format_unknown: (said) => {
      const text = said.text("text");
      return t`“${text}” does not say how days are written; write it like %d.%m.%Y.`;
    },
    dates_ambiguous: (said) => {
      const name = file(said);
      const text = said.text("text");
      return t`${name}: in dates such as ${text} day and month could be either. Say below how days are written.`;
    },
    no_dates: (said) => {
      const name = file(said);
      return t`${name}: none of its lines has a date. Fill the column of dates, or say below which other one it is.`;
    },
    dates_in_future: (said) => {
      const name = file(said);
      const lines = said.number("lines");
      const all = said.number("all");
      const today = said.day("today");
      return t`${name}: ${lines} of its ${all} lines are dated after today, ${today}. Correct the dates, or give the first day not looked at when you refresh.`;
    },
    as_of_out_of_range: (said) => {
      const day = said.day("as_of");
      const first = String(said.value("first"));
      const last = String(said.value("last"));
      return t`${day} is no day to plan for. Choose a first day not looked at from ${first} to ${last}.`;
    },
    as_of_before_sales: (said) => {
      const name = file(said);
      const day = said.day("as_of");
      return t`${name} has no lines before ${day}. Choose a later first day not looked at.`;
    },
    sales_end_early: (said) => {
      const name = file(said);
      const day = said.day("as_of");
      const last = said.day("last");
      const days = said.number("days");
      return t`The last line of ${name} before ${day} is of ${last}, more than ${days} days earlier. Add the newer sales, or choose an earlier first day not looked at.`;
    },
    nothing_usable: (said) => {
      const name = file(said);
      const lines = said.number("lines");
      const reason = textFor(defects, said.text("reason"));
      return t`${name}: none of its ${lines} lines is a sale that can be used. Most frequent reason: ${reason}. Check that the file holds the shop's sales, and that each column is what it is taken for.`;
    },
    product_twice: (said) => {
      const at = where(said);
      const product = said.text("product");
      return t`${at}: the product ${product} stands there twice.`;
    },
  };
}

/** What is wrong with a stock file. */
export function useStockWriters(): Writers<string> {
  const { t } = useLingui();
  return {
    stock_rows_unusable: (said) => {
      const name = file(said);
      const rows = Math.round(said.value("rows"));
      return t`${name} has ${plural(rows, { one: "# row", other: "# rows" })} that cannot be used. Correct the file and upload it again.`;
    },
    stock_codes_unknown: (said) => {
      const name = file(said);
      const codes = said.number("codes");
      return t`None of the ${codes} codes in ${name} is in the sales ledger. Check that its column StockCode holds the ledger's codes.`;
    },
    stock_code_missing: () => t`The row has no StockCode.`,
    stock_code_twice: (said) => {
      const product = said.text("product");
      return t`The product ${product} stands there twice.`;
    },
    stock_value_unusable: (said) => {
      const column = said.text("column");
      const text = said.text("text");
      const least = said.number("least");
      const most = said.number("most");
      return said.is("whole", true)
        ? t`${column}: “${text}” is not a whole number from ${least} to ${most}.`
        : t`${column}: “${text}” is not a number from ${least} to ${most}.`;
    },
    supplier_long: (said) => {
      const limit = said.number("limit");
      return t`Supplier is longer than ${limit} characters.`;
    },
  };
}
