import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { defineConfig } from "@lingui/cli";

const APP = "src/App.tsx";
/** Every page can refuse, so all import it; but only the page Data speaks of files. */
const OF_FILES = "src/sentences/files.ts";

/** A file and all it imports, but not lazily. */
function reached(file: string, found = new Set<string>()): Set<string> {
  found.add(file);
  for (const [, name] of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)) {
    const source = sourceOf(file, name ?? "");
    if (source && !found.has(source)) reached(source, found);
  }
  return found;
}

function sourceOf(file: string, name: string): string | undefined {
  const path = join(dirname(file), name);
  return [`${path}.ts`, `${path}.tsx`].find((candidate) => existsSync(candidate));
}

/** What the pages need that the app loads with `how`. */
function pages(how: "lazy" | "behind"): Set<string> {
  const loaded = readFileSync(APP, "utf8").matchAll(
    new RegExp(`${how}\\(\\(\\) => import\\("(.+?)"`, "g"),
  );
  const found = new Set<string>();
  for (const [, name] of loaded) reached(sourceOf(APP, name ?? "") ?? "", found);
  return found;
}

const sooner = new Set([...reached("src/main.tsx"), ...pages("lazy")]);
const behind = [...pages("behind")].filter((file) => !sooner.has(file)).concat(OF_FILES);

/** Two catalogues: one the browser reads first, and one it reads with the pages that need it. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de"],
  catalogs: [
    { path: "<rootDir>/src/locales/first/{locale}", include: ["src"], exclude: behind },
    { path: "<rootDir>/src/locales/behind/{locale}", include: behind },
  ],
});
