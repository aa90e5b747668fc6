import { i18n } from "@lingui/core";
import { LANGUAGES, type Language } from "./languageNames";
import { FIRST_LOAD } from "./textFiles";
import { loadTexts } from "./texts";

const STORAGE_KEY = "smartretail.language";

/** Whose texts are loaded, in whichever language. */
const routes = new Set([FIRST_LOAD]);
let requested: Language = "en";

/** The language chosen before, else the browser's preferred one. */
export function preferredLanguage(): Language {
  const tags = [localStorage.getItem(STORAGE_KEY), ...navigator.languages];
  const found = tags.map((tag) => tag?.split("-")[0]).find((tag) => tag && tag in LANGUAGES);
  return (found as Language | undefined) ?? "en";
}

/** Load the texts of all routes opened so far in a language, and show them. */
export async function activateLocale(language: Language): Promise<void> {
  requested = language;
  const loaded = await Promise.all([...routes].map((route) => loadTexts(language, route)));
  // Another language may have been chosen meanwhile.
  if (requested !== language) return;
  i18n.loadAndActivate({ locale: language, messages: Object.assign({}, ...loaded) });
  document.documentElement.lang = language;
}

/** Load the texts of one more route as well. */
export async function addTexts(route: string): Promise<void> {
  if (routes.has(route)) return;
  routes.add(route);
  await activateLocale(requested);
}

/** Show another language, and remember it. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORAGE_KEY, language);
  await activateLocale(language);
}
