import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

/** One catalogue per language; the build splits it by route (build/textsByRoute.ts). */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de"],
  catalogs: [{ path: "<rootDir>/src/locales/{locale}", include: ["src"] }],
  // Without line numbers a text only changes where it is changed.
  format: formatter({ lineNumbers: false }),
});
