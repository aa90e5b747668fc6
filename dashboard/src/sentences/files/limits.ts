import { useLingui } from "@lingui/react/macro";
import type { Renderers } from "../statements";

/** A file, or what is computed from it, is larger than the limits. */
export function useLimitRenderers(): Renderers<string> {
  const { t } = useLingui();
  return {
    file_too_many_cells: (values) => {
      const name = values.text("file");
      const rows = values.number("rows");
      const cells = values.number("cells");
      return t`${name} is too large: at most ${rows} rows and ${cells} cells are read. Upload fewer years, or only the columns you need.`;
    },
    file_unpacks_too_large: (values) => {
      const name = values.text("file");
      const most = values.bytes("most");
      return t`${name} unpacks to more than ${most}, the most that is read. Upload fewer years, or only the columns you need.`;
    },
    sheet_too_large: (values) => {
      const name = values.text("file");
      const cells = values.number("cells");
      return t`A sheet in ${name} spans more than ${cells} cells. Delete any cells far from your table, or save the table as CSV.`;
    },
    reading_memory: (values) => {
      const name = values.text("file");
      const most = values.bytes("most");
      return t`Reading ${name} needs more than ${most} of memory, the limit for one file. Upload it as Parquet, or with fewer lines.`;
    },
    refresh_memory: (values) => {
      const most = values.bytes("most");
      return t`The refresh needs more than ${most} of memory, its limit. Use fewer years of sales, or ask your administrator to raise the limit.`;
    },
    refresh_slow: (values) => {
      const most = values.number("most");
      return t`The refresh needs more than ${most} seconds of computing time, its limit. Use fewer years of sales, or ask your administrator to raise the limit.`;
    },
  };
}
