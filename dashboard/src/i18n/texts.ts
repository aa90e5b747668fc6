import type { Messages } from "@lingui/core";
import type { Language } from "./languageNames";
import { TEXT_FILES_ID, type TextFiles } from "./textFiles";

type TextModule = Promise<{ messages: Messages }>;

const CATALOGUES: Record<Language, () => TextModule[]> = {
  en: () => [import("../locales/en.po"), import("virtual:sentences/en")],
  de: () => [import("../locales/de.po"), import("virtual:sentences/de")],
};

/** The texts of a route. While developing and testing there is only the whole catalogue. */
export async function loadTexts(language: Language, route: string): Promise<Messages> {
  const loading: TextModule[] = import.meta.env.DEV
    ? CATALOGUES[language]()
    : [import(/* @vite-ignore */ builtFile(language, route))];
  const loaded = await Promise.all(loading);
  return Object.assign({}, ...loaded.map(({ messages }) => messages));
}

/** Where the build put them: index.html lists the files (build/textsByRoute.ts). */
function builtFile(language: Language, route: string): string {
  const list = document.getElementById(TEXT_FILES_ID)?.textContent ?? "{}";
  const file = (JSON.parse(list) as TextFiles)[route]?.[language];
  if (file === undefined) throw new Error(`no texts were built for ${route} in ${language}`);
  return `${import.meta.env.BASE_URL}${file}`;
}
