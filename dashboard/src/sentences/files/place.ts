import { useLingui } from "@lingui/react/macro";
import type { Said } from "../said";

/** The name of the file. */
export const file = (said: Said) => said.text("file");

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
