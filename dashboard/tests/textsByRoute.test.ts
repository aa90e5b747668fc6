import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Rollup } from "vite";
import { beforeAll, expect, test, vi } from "vitest";
import { readCatalogues } from "../build/catalogues";
import { FIRST_LOAD, TEXT_FILES_ID, type TextFiles } from "../src/i18n/textFiles";

const ROOT = process.cwd();
let output: Rollup.RolldownOutput["output"];
let files: TextFiles;

beforeAll(async () => {
  vi.stubEnv("NODE_ENV", "production");
  // With the page of all components: a component that no page uses yet has its texts, too.
  vi.stubEnv("VITE_COMPONENTS", "1");
  const built = await build({ root: ROOT, logLevel: "error", build: { write: false } });
  ({ output } = built as Rollup.RolldownOutput);
  const html = contentOf("index.html");
  const list = new RegExp(`id="${TEXT_FILES_ID}">(.+?)</script>`).exec(html)?.[1];
  files = JSON.parse(list ?? "{}") as TextFiles;
}, 60_000); // seconds on a busy computer

function contentOf(name: string): string {
  const found = output.find((one) => one.fileName === name);
  if (found === undefined) throw new Error(`the build made no ${name}`);
  return found.type === "chunk" ? found.code : String(found.source);
}

async function textsOf(route: string, language: string): Promise<Record<string, string[]>> {
  const source = contentOf(files[route]?.[language] ?? "");
  return (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`))
    .messages;
}

test("each page has its own texts in each language, which are not part of the first load", async () => {
  const pages = Object.keys(files).filter((route) => route !== FIRST_LOAD);
  expect(pages.length).toBeGreaterThan(8);
  const first = await textsOf(FIRST_LOAD, "de");
  for (const page of pages) {
    const [german, english] = [await textsOf(page, "de"), await textsOf(page, "en")];
    expect(Object.keys(german)).toEqual(Object.keys(english));
    expect(Object.keys(german).filter((id) => id in first)).toEqual([]);
  }
});

test("the text files of all pages cover the whole catalogue", async () => {
  const { de = {} } = await readCatalogues(ROOT);
  const built = await Promise.all(Object.keys(files).map((route) => textsOf(route, "de")));
  const ids = new Set(built.flatMap((texts) => Object.keys(texts)));
  expect(Object.keys(de).filter((id) => !ids.has(id))).toEqual([]);
});

test("the shipped build doesn't have the page of all components", async () => {
  const pagesIn = (built: Rollup.RolldownOutput["output"]) =>
    built.flatMap((one) => (one.type === "chunk" ? (one.facadeModuleId ?? []) : []));
  const components = /pages\/components\//;
  expect(pagesIn(output).filter((page) => components.test(page))).toHaveLength(1);
  vi.stubEnv("VITE_COMPONENTS", "");
  const built = await build({ root: ROOT, logLevel: "error", build: { write: false } });
  const pages = pagesIn((built as Rollup.RolldownOutput).output);
  expect(pages.length).toBeGreaterThan(8);
  expect(pages.filter((page) => components.test(page))).toEqual([]);
}, 60_000); // seconds on a busy computer

test("scripts contain no texts of a language", () => {
  const scripts = output.filter((one) => one.type === "chunk").map((one) => one.code);
  expect(scripts.filter((code) => code.includes("Bestand"))).toEqual([]);
});

test("a missing German text fails the build", async () => {
  const folder = mkdtempSync(join(tmpdir(), "texts-"));
  try {
    for (const name of ["package.json", "lingui.config.ts", "src/locales"])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    const german = join(folder, "src/locales/de.po");
    const text = readFileSync(german, "utf8");
    writeFileSync(
      german,
      text.replace('msgid "Today"\nmsgstr "Heute"', 'msgid "Today"\nmsgstr ""'),
    );
    await expect(readCatalogues(folder)).rejects.toThrow(
      /de\.po lacks a translation of:\n- Today$/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
