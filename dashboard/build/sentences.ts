import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { type Catalogue, compiledModule } from "./catalogues.ts";

/** Where services and page have their sentences from, seen from the page's folder. */
export const SENTENCES = join("..", "shared", "contract", "sentences");
const VIRTUAL = "virtual:sentences/";

type Groups = Record<string, Record<string, string>>;

/**
 * The sentences of one language as Lingui texts: `sentence:<code>` and `name:<group>:<key>`.
 *
 * How a value is written becomes a part of its argument's name, `{most, bytes}` of `{most__bytes}`:
 * src/sentences/statements.ts provides each under that name.
 */
export function readSentences(root: string, locale: string, groups?: Iterable<string>): Catalogue {
  const file = join(root, SENTENCES, `${locale}.json`);
  const { sentences, names } = JSON.parse(readFileSync(file, "utf8")) as {
    sentences: Groups;
    names: Groups;
  };
  const chosen = groups && new Set(groups);
  const found: Catalogue = {};
  const add = (all: Groups, idOf: (group: string, key: string) => string) => {
    for (const [group, texts] of Object.entries(all)) {
      if (chosen && !chosen.has(group)) continue;
      for (const [key, text] of Object.entries(texts)) found[idOf(group, key)] = withKinds(text);
    }
  };
  add(sentences, (_, code) => `sentence:${code}`);
  add(names, (group, key) => `name:${group}:${key}`);
  return found;
}

/** The groups of the catalogue, of sentences and of names. */
export function groupsOf(root: string): string[] {
  const { sentences, names } = JSON.parse(readFileSync(join(root, SENTENCES, "en.json"), "utf8"));
  return [...Object.keys(sentences), ...Object.keys(names)];
}

function withKinds(message: string): string {
  return message.replaceAll(/\{(\w+)\}/g, "{$1__text}").replaceAll(/\{(\w+), (\w+)\}/g, "{$1__$2}");
}

/** All sentences of a language as a module, for the development server and the tests. */
export function sentences(root: string): Plugin {
  return {
    name: "sentences",
    resolveId: (id) => (id.startsWith(VIRTUAL) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${VIRTUAL}`)) return null;
      const locale = id.slice(VIRTUAL.length + 1);
      this.addWatchFile(join(root, SENTENCES, `${locale}.json`));
      const texts = readSentences(root, locale);
      return compiledModule(locale, texts, Object.keys(texts));
    },
  };
}
