import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useFieldName } from "../names/fields";
import { textFor } from "../names/textFor";
import { useDefectTexts } from "./notes";
import type { Said, Writers } from "./said";

/** What is wrong with a file, and what is in the way of taking it or refreshing from it. */
export function useFileWriters(): Writers<string> {
  return {
    ...useUploadWriters(),
    ...useKindWriters(),
    ...useColumnWriters(),
    ...useValueWriters(),
    ...useStockWriters(),
    ...useRefreshWriters(),
  };
}

const file = (said: Said) => said.text("file");

/** Where in a file: its line, or in Parquet, which has no lines, its row. */
export function usePlace(): (said: Said) => string {
  const { t } = useLingui();
  return (said) => {
    if (said.has("line")) {
      const line = said.number("line");
      return t`line ${line}`;
    }
    const row = said.number("row");
    if (said.has("sheet")) {
      const sheet = said.text("sheet");
      return t`sheet ${sheet}, row ${row}`;
    }
    return t`row ${row}`;
  };
}

function useUploadWriters(): Writers<string> {
  const { t } = useLingui();
  return {
    upload_too_large: (said) => {
      const most = said.bytes("most");
      return t`The file is larger than ${most}, the most that is taken. Upload fewer years of sales, or the same as Parquet.`;
    },
    upload_no_room: () =>
      t`There is no room left on the server's disk for this file. Remove files that are needed no more. Nothing of it was kept.`,
    upload_unnamed: () => t`The file needs a name, such as sales.csv.`,
    upload_busy: () => t`A refresh reads this file now. Stop it, or wait for it to end.`,
    mapping_of_sales_only: () => t`Columns can be named for a file of sales only.`,
    uploads_unwritable: () =>
      t`Files cannot be taken here: the server's folder for them cannot be written.`,
    reading_slow: (said) => {
      const name = file(said);
      return t`Reading ${name} took too long, and was given up.`;
    },
    reading_died: (said) => {
      const name = file(said);
      return t`Reading ${name} ended without a word; the memory may not have sufficed. Upload the same as Parquet, or fewer lines.`;
    },
  };
}

function useKindWriters(): Writers<string> {
  const { t } = useLingui();
  const kinds: Record<string, (name: string) => string> = {
    zip: (name) => t`${name} is a zip archive and no Excel workbook: unpack it.`,
    xls: (name) =>
      t`${name} is an old Excel workbook, or one with a password: save it as .xlsx without a password, or as CSV.`,
    xlsb: (name) => t`${name} is a binary Excel workbook (.xlsb): save it as .xlsx or CSV.`,
    locked: (name) => t`${name} is protected by a password: save it without one.`,
    gzip: (name) => t`${name} is compressed with gzip: unpack it.`,
    utf16: (name) => t`${name} is UTF-16 text: save it as UTF-8.`,
    pdf: (name) => t`${name} is a PDF document: export the table behind it as CSV.`,
  };
  return {
    file_other_kind: (said) => {
      const name = file(said);
      const other = kinds[said.text("kind")];
      return other ? other(name) : t`${name} is not a text file: save it as CSV in UTF-8.`;
    },
    file_not_text: (said) => {
      const name = file(said);
      return t`${name} is not a text file: save it as CSV in UTF-8.`;
    },
    file_empty: (said) => {
      const name = file(said);
      return t`${name} is empty.`;
    },
    workbook_too_large: (said) => {
      const name = file(said);
      const most = said.bytes("most");
      return t`${name} is larger than ${most}, the most that is read of a workbook. Save it as CSV.`;
    },
    workbook_unpacks_too_large: (said) => {
      const name = file(said);
      const most = said.bytes("most");
      return t`${name} unpacks to more than ${most}, the most that is read of a workbook. Save it as CSV.`;
    },
    workbook_damaged: (said) => {
      const name = file(said);
      return t`${name} is cut off or damaged and cannot be read as an Excel workbook. Save it again, or as CSV.`;
    },
    workbook_empty: (said) => {
      const name = file(said);
      return t`${name} holds no sheet with cells.`;
    },
    file_blank_start: (said) => {
      const name = file(said);
      return t`${name} begins with a blank line instead of its column names.`;
    },
    file_no_lines: (said) => {
      const name = file(said);
      return t`${name} holds column names but no lines.`;
    },
    file_no_parquet: (said) => {
      const name = file(said);
      return t`${name} is named like a Parquet file but is none.`;
    },
    file_cut_off: (said) => {
      const name = file(said);
      return t`${name} is cut off or damaged. Fetch it again.`;
    },
    file_gone: (said) => {
      const name = file(said);
      return t`${name} cannot be read any more. Upload it again.`;
    },
    line_fields: (said) => {
      const name = file(said);
      const line = said.number("line");
      const fields = Math.round(said.value("fields"));
      const header = said.number("header");
      return t`${name}, line ${line}: it has ${plural(fields, { one: "# field", other: "# fields" })} and the header ${header}. Check the quotes and delimiters of that line.`;
    },
  };
}

function useColumnWriters(): Writers<string> {
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

function useValueWriters(): Writers<string> {
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

function useStockWriters(): Writers<string> {
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

function useRefreshWriters(): Writers<string> {
  const { t } = useLingui();
  const kinds: Record<string, string> = {
    sales: t`Sales`,
    stock: t`Stock`,
    products: t`Products`,
  };
  const kind = (said: Said, name = "kind") => kinds[said.text(name)] ?? said.text(name);
  return {
    refresh_running: (said) => {
      const by = said.text("by");
      return t`A refresh is under way, started by ${by}. Wait for it to end, or stop it.`;
    },
    refresh_ended: () => t`This refresh has ended already.`,
    refresh_lost: () => t`The program that refreshes was stopped or restarted meanwhile.`,
    refresh_died: () =>
      t`The refresh was ended before it was done; the memory may not have sufficed.`,
    refresh_defect: () => t`This is a defect of ours; the log of the refresh worker says more.`,
    disk_full: () => t`There is no room left on the disk. Free some space, then try again.`,
    state_locked: () => t`Another refresh is writing. Wait for it to end, then try again.`,
    state_unwritable: () => t`The folder of the snapshots cannot be written.`,
    nothing_to_refresh: () =>
      t`There is no snapshot yet to refresh again. Choose the sample or a file of sales.`,
    inputs_unsaid: (said) => {
      const name = kind(said);
      return t`The live snapshot does not say what it was made from. Choose another source for ${name}.`;
    },
    inputs_elsewhere: (said) => {
      const name = kind(said);
      return t`The live snapshot was made from a file that is not kept here. Choose another source for ${name}.`;
    },
    upload_deleted: (said) => {
      const name = kind(said);
      return t`The file the live snapshot was made from was removed (${name}). Upload it again.`;
    },
    upload_other_kind: (said) => {
      const name = file(said);
      const given = kind(said);
      const wanted = kind(said, "wanted");
      return t`${name} was uploaded as ${given}, not as ${wanted}.`;
    },
    upload_unusable: (said) => {
      const name = file(said);
      return t`${name} cannot be used; what is wrong with it stands beside the file.`;
    },
  };
}
