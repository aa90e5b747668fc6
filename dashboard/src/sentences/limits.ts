import { useLingui } from "@lingui/react/macro";
import type { Writers } from "./said";

/** A file, or what is computed from it, is larger than the limits. */
export function useLimitWriters(): Writers<string> {
  const { t } = useLingui();
  return {
    file_too_many_cells: (said) => {
      const name = said.text("file");
      const rows = said.number("rows");
      const cells = said.number("cells");
      return t`${name} is too large: at most ${rows} rows and ${cells} cells are read. Upload fewer years, or only the columns you need.`;
    },
    file_unpacks_too_large: (said) => {
      const name = said.text("file");
      const most = said.bytes("most");
      return t`${name} unpacks to more than ${most}, the most that is read. Upload fewer years, or only the columns you need.`;
    },
    sheet_too_large: (said) => {
      const name = said.text("file");
      const cells = said.number("cells");
      return t`A sheet in ${name} spans more than ${cells} cells. Delete any cells far from your table, or save the table as CSV.`;
    },
    reading_memory: (said) => {
      const name = said.text("file");
      const most = said.bytes("most");
      return t`Reading ${name} needs more than ${most} of memory, the limit for one file. Upload it as Parquet, or with fewer lines.`;
    },
    refresh_memory: (said) => {
      const most = said.bytes("most");
      return t`The refresh needs more than ${most} of memory, its limit. Use fewer years of sales, or ask your administrator to raise the limit.`;
    },
    refresh_slow: (said) => {
      const most = said.number("most");
      return t`The refresh needs more than ${most} seconds of computing time, its limit. Use fewer years of sales, or ask your administrator to raise the limit.`;
    },
  };
}
