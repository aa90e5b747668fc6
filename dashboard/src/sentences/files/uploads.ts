import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Renderers } from "../statements";
import { file } from "./place";

/** What is in the way of taking a file. */
export function useUploadRenderers(): Renderers<string> {
  const { t } = useLingui();
  return {
    upload_too_large: (values) => {
      const most = values.bytes("most");
      return t`Upload fewer years of sales, or use Parquet: the limit is ${most}.`;
    },
    upload_no_room: () =>
      t`Remove files you no longer need, then upload again: the server's disk is full.`,
    upload_unnamed: () => t`The file needs a name, such as sales.csv.`,
    upload_busy: () => t`Wait for the refresh that uses this file, or stop it.`,
    mapping_of_sales_only: () => t`Columns can be matched only for a sales file.`,
    uploads_unwritable: () =>
      t`Ask your administrator: the server can't write to its upload folder.`,
    reading_slow: (values) => {
      const name = file(values);
      return t`Reading ${name} took too long and was stopped.`;
    },
    reading_died: (values) => {
      const name = file(values);
      return t`Upload ${name} as Parquet, or with fewer lines: reading it stopped, probably because memory ran out.`;
    },
  };
}

/** Why a file cannot be read as the kind it is said to be. */
export function useKindRenderers(): Renderers<string> {
  const { t } = useLingui();
  const kinds: Record<string, (name: string) => string> = {
    zip: (name) => t`Unpack ${name}: it's a zip archive, not an Excel workbook.`,
    xls: (name) =>
      t`Save ${name} as .xlsx without a password, or as CSV: it's an old or password-protected workbook.`,
    xlsb: (name) => t`${name} is a binary Excel workbook (.xlsb): save it as .xlsx or CSV.`,
    locked: (name) => t`Save ${name} without a password.`,
    gzip: (name) => t`Unpack ${name}: it's compressed with gzip.`,
    utf16: (name) => t`Save ${name} as UTF-8: it's UTF-16 text.`,
    pdf: (name) => t`Export the table as CSV: ${name} is a PDF document.`,
  };
  return {
    file_other_kind: (values) => {
      const name = file(values);
      const other = kinds[values.text("kind")];
      return other ? other(name) : t`Save ${name} as CSV in UTF-8: it isn't a text file.`;
    },
    file_not_text: (values) => {
      const name = file(values);
      return t`Save ${name} as CSV in UTF-8: it isn't a text file.`;
    },
    file_empty: (values) => {
      const name = file(values);
      return t`${name} is empty.`;
    },
    workbook_too_large: (values) => {
      const name = file(values);
      const most = values.bytes("most");
      return t`Save ${name} as CSV: workbooks can be at most ${most}.`;
    },
    workbook_unpacks_too_large: (values) => {
      const name = file(values);
      const most = values.bytes("most");
      return t`Save ${name} as CSV: unpacked, workbooks can be at most ${most}.`;
    },
    workbook_damaged: (values) => {
      const name = file(values);
      return t`Save ${name} again, or as CSV: the Excel workbook is incomplete or damaged.`;
    },
    workbook_empty: (values) => {
      const name = file(values);
      return t`${name} has no sheet with data.`;
    },
    file_blank_start: (values) => {
      const name = file(values);
      return t`${name} begins with a blank line instead of its column names.`;
    },
    file_no_lines: (values) => {
      const name = file(values);
      return t`${name} has column names but no lines.`;
    },
    file_no_parquet: (values) => {
      const name = file(values);
      return t`${name} is named like a Parquet file but isn't one.`;
    },
    file_cut_off: (values) => {
      const name = file(values);
      return t`Download ${name} again: it's incomplete or damaged.`;
    },
    file_gone: (values) => {
      const name = file(values);
      return t`Upload ${name} again: it can no longer be read.`;
    },
    line_fields: (values) => {
      const name = file(values);
      const line = values.number("line");
      const fields = Math.round(values.value("fields"));
      const header = values.number("header");
      return t`${name}, line ${line}: it has ${plural(fields, { one: "# field", other: "# fields" })} and the header ${header}. Check the quotes and delimiters of that line.`;
    },
  };
}
