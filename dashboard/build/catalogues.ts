import { createCompiledCatalog, getCatalogs } from "@lingui/cli/api";
import { getConfig } from "@lingui/conf";

/** Texts of one language by message id, not yet compiled. */
export type Catalogue = Record<string, string>;

/**
 * The one catalogue of each language, from the Lingui configuration in the folder `root`.
 *
 * Throws where a text has no translation: nothing is shown in English by oversight.
 */
export async function readCatalogues(root: string): Promise<Record<string, Catalogue>> {
  const config = getConfig({ cwd: root });
  const [catalog] = await getCatalogs(config);
  if (catalog === undefined) throw new Error(`${root} has no text catalogue`);
  const { sourceLocale } = config;
  const found: Record<string, Catalogue> = {};
  for (const locale of config.locales) {
    const options = { fallbackLocales: config.fallbackLocales, sourceLocale };
    const { messages, missing } = await catalog.getTranslations(locale, options);
    if (missing.length > 0) {
      const texts = missing.map(({ id, source }) => `- ${source ?? id}`).join("\n");
      throw new Error(`src/locales/${locale}.po lacks a translation of:\n${texts}`);
    }
    found[locale] = messages;
  }
  return found;
}

/** A module that exports as `messages` those texts whose ids are given. */
export function compiledModule(locale: string, texts: Catalogue, ids: Iterable<string>): string {
  const chosen = Object.fromEntries([...ids].map((id) => [id, texts[id] ?? ""]));
  const { source, errors } = createCompiledCatalog(locale, chosen, {
    namespace: "es",
    strict: true,
    outputPrefix: "",
  });
  if (errors[0]) throw new Error(`${locale}: ${errors[0].source}: ${errors[0].error.message}`);
  return source;
}
