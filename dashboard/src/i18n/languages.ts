import { i18n, type Messages } from "@lingui/core";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;
type Catalogues = Record<Language, () => Promise<{ messages: Messages }>>;
const KEPT_AS = "smartretail.language";

const FIRST: Catalogues = {
  en: () => import("../locales/first/en.po"),
  de: () => import("../locales/first/de.po"),
};
const BEHIND: Catalogues = {
  en: () => import("../locales/behind/en.po"),
  de: () => import("../locales/behind/de.po"),
};
const wanted = [FIRST];

/** What was chosen here before, else what the browser prefers. */
export function preferredLanguage(): Language {
  const tags = [localStorage.getItem(KEPT_AS), ...navigator.languages];
  const found = tags.map((tag) => tag?.split("-")[0]).find((tag) => tag && tag in LANGUAGES);
  return (found as Language | undefined) ?? "en";
}

/** Load the texts of a language, as far as they are wanted, and show them. */
export async function speak(language: Language): Promise<void> {
  const loaded = await Promise.all(wanted.map((catalogue) => catalogue[language]()));
  const messages = Object.assign({}, ...loaded.map((module) => module.messages));
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

/** Load the texts of the pages behind the others as well, in whichever language it is. */
export async function moreTexts(): Promise<void> {
  if (wanted.includes(BEHIND)) return;
  wanted.push(BEHIND);
  await speak(i18n.locale as Language);
}

/** Speak a language, and remember it. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEPT_AS, language);
  await speak(language);
}
