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
      return t`The file is larger than ${most}, the most that is taken. Upload fewer years of sales, or the same as Parquet.`;
    },
    upload_no_room: () =>
      t`There is no room left on the server's disk for this file. Remove files that are needed no more. Nothing of it was kept.`,
    upload_unnamed: () => t`The file needs a name, such as sales.csv.`,
    upload_busy: () => t`A refresh reads this file now. Stop it, or wait for it to end.`,
    mapping_of_sales_only: () => t`Columns can be named for a file of sales only.`,
    uploads_unwritable: () =>
      t`Files cannot be taken here: the server's folder for them cannot be written.`,
    reading_slow: (values) => {
      const name = file(values);
      return t`Reading ${name} took too long, and was given up.`;
    },
    reading_died: (values) => {
      const name = file(values);
      return t`Reading ${name} ended without a word; the memory may not have sufficed. Upload the same as Parquet, or fewer lines.`;
    },
  };
}

/** Why a file cannot be read as the kind it is said to be. */
export function useKindRenderers(): Renderers<string> {
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
    file_other_kind: (values) => {
      const name = file(values);
      const other = kinds[values.text("kind")];
      return other ? other(name) : t`${name} is not a text file: save it as CSV in UTF-8.`;
    },
    file_not_text: (values) => {
      const name = file(values);
      return t`${name} is not a text file: save it as CSV in UTF-8.`;
    },
    file_empty: (values) => {
      const name = file(values);
      return t`${name} is empty.`;
    },
    workbook_too_large: (values) => {
      const name = file(values);
      const most = values.bytes("most");
      return t`${name} is larger than ${most}, the most that is read of a workbook. Save it as CSV.`;
    },
    workbook_unpacks_too_large: (values) => {
      const name = file(values);
      const most = values.bytes("most");
      return t`${name} unpacks to more than ${most}, the most that is read of a workbook. Save it as CSV.`;
    },
    workbook_damaged: (values) => {
      const name = file(values);
      return t`${name} is cut off or damaged and cannot be read as an Excel workbook. Save it again, or as CSV.`;
    },
    workbook_empty: (values) => {
      const name = file(values);
      return t`${name} holds no sheet with cells.`;
    },
    file_blank_start: (values) => {
      const name = file(values);
      return t`${name} begins with a blank line instead of its column names.`;
    },
    file_no_lines: (values) => {
      const name = file(values);
      return t`${name} holds column names but no lines.`;
    },
    file_no_parquet: (values) => {
      const name = file(values);
      return t`${name} is named like a Parquet file but is none.`;
    },
    file_cut_off: (values) => {
      const name = file(values);
      return t`${name} is cut off or damaged. Fetch it again.`;
    },
    file_gone: (values) => {
      const name = file(values);
      return t`${name} cannot be read any more. Upload it again.`;
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
