import { useLingui } from "@lingui/react/macro";
import type { StatementValues } from "../statements";

/** The name of the file. */
export const file = (values: StatementValues) => values.text("file");

/** Where in a file: its line, or in Parquet, which has no lines, its row. */
export function usePlace(): (values: StatementValues) => string {
  const { t } = useLingui();
  return (values) => {
    if (values.has("line")) {
      const line = values.number("line");
      return t`line ${line}`;
    }
    const row = values.number("row");
    if (values.has("sheet")) {
      const sheet = values.text("sheet");
      return t`sheet ${sheet}, row ${row}`;
    }
    return t`row ${row}`;
  };
}
