import { posix, relative } from "node:path";
import type { Plugin, Rollup } from "vite";
import { FIRST_LOAD, TEXT_FILES_ID, type TextFiles } from "../src/i18n/textFiles.ts";
import { type Catalogue, compiledModule, readCatalogues } from "./catalogues.ts";
import { groupsOf, readSentences } from "./sentences.ts";

type Chunks = Record<string, Rollup.OutputChunk>;

const LAZY_ROUTE = /lazyWithTexts\(\s*\(\) => import\("(\.[^"]+)"\)(?:,\s*\[([^\]]*)\])?/g;

/**
 * Gives each route that `lazyWithTexts` loads a file with its own texts, per language, from the
 * one catalogue: the texts whose ids stand in its chunks and not in those of the first load, and
 * the groups of sentences it names. What no route names comes with the first load.
 * index.html lists the files, so that no script changes its name when only a text did.
 */
export function textsByRoute(root: string): Plugin {
  const routes = new Map<string, Set<string>>();
  return {
    name: "texts-by-route",
    apply: "build",
    enforce: "pre",
    async transform(code, id) {
      if (!code.includes("lazyWithTexts(")) return null;
      const named = new Map<string, string>();
      for (const [, path, groups] of code.matchAll(LAZY_ROUTE)) {
        const found = await this.resolve(path ?? "", id);
        if (!found) continue;
        const route = relative(root, found.id);
        named.set(path ?? "", route);
        routes.set(route, new Set(groups?.match(/\w+/g)));
      }
      return code.replace(
        LAZY_ROUTE,
        (_, path) =>
          `lazyWithTexts(() => import("${path}"), [], ${JSON.stringify(named.get(path))}`,
      );
    },
    generateBundle: {
      order: "post",
      async handler(_, bundle) {
        const catalogues = await readCatalogues(root);
        const needed = idsByRoute(chunksOf(bundle), Object.values(catalogues)[0] ?? {}, root);
        for (const route of needed.keys())
          if (route !== FIRST_LOAD && !routes.has(route))
            this.error(`${route} has texts of its own: load it with lazyWithTexts`);
        const groups = new Map(routes).set(FIRST_LOAD, ofFirstLoad(groupsOf(root), routes));
        const files: TextFiles = {};
        for (const [route, ids] of needed) {
          const named = Object.entries(catalogues).map(([locale, texts]) => {
            const name = `${posix.parse(route).name}.${locale}.js`;
            const own = readSentences(root, locale, groups.get(route) ?? []);
            const all = { ...texts, ...own };
            const source = compiledModule(locale, all, [...ids, ...Object.keys(own)]);
            return [locale, this.getFileName(this.emitFile({ type: "asset", name, source }))];
          });
          files[route] = Object.fromEntries(named);
        }
        listIn(bundle["index.html"], files);
      },
    },
  };
}

/** The groups of sentences that no route names. */
function ofFirstLoad(groups: string[], routes: Map<string, Set<string>>): Set<string> {
  const elsewhere = new Set([...routes.values()].flatMap((named) => [...named]));
  return new Set(groups.filter((group) => !elsewhere.has(group)));
}

function chunksOf(bundle: Rollup.OutputBundle): Chunks {
  const found = Object.entries(bundle).filter(([, output]) => output.type === "chunk");
  return Object.fromEntries(found) as Chunks;
}

/** The ids each lazily loaded module needs beyond those of the first load. */
export function idsByRoute(
  chunks: Chunks,
  catalogue: Catalogue,
  root: string,
): Map<string, Set<string>> {
  const all = Object.values(chunks);
  const within = (chunk: Rollup.OutputChunk) =>
    new Set(loadedWith(chunk, chunks).flatMap((one) => idsIn(one.code, catalogue)));
  const first = new Set(all.filter((chunk) => chunk.isEntry).flatMap((one) => [...within(one)]));
  const needed = new Map([[FIRST_LOAD, first]]);
  for (const chunk of all.filter((one) => one.isDynamicEntry && one.facadeModuleId)) {
    const own = new Set([...within(chunk)].filter((id) => !first.has(id)));
    if (own.size > 0) needed.set(relative(root, chunk.facadeModuleId ?? ""), own);
  }
  return needed;
}

/** A chunk and all it imports, but not lazily. */
function loadedWith(chunk: Rollup.OutputChunk, chunks: Chunks, found = new Set([chunk])) {
  for (const name of chunk.imports) {
    const next = chunks[name];
    if (next === undefined || found.has(next)) continue;
    found.add(next);
    loadedWith(next, chunks, found);
  }
  return [...found];
}

/** Message ids stand in the code as literals of their own. */
function idsIn(code: string, catalogue: Catalogue): string[] {
  const literals = code.matchAll(/(["'`])([\w+/-]{6})\1/g);
  return [...literals].flatMap(([, , text]) => (text && text in catalogue ? [text] : []));
}

function listIn(html: Rollup.OutputAsset | Rollup.OutputChunk | undefined, files: TextFiles) {
  if (html?.type !== "asset") throw new Error("the build made no index.html");
  const list = `<script type="application/json" id="${TEXT_FILES_ID}">${JSON.stringify(files)}</script>`;
  html.source = String(html.source).replace("</head>", `  ${list}\n  </head>`);
}
