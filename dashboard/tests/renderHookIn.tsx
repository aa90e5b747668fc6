import { messages as germanSentences } from "virtual:sentences/de";
import { messages as englishSentences } from "virtual:sentences/en";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { messages as german } from "../src/locales/de.po";
import { messages as english } from "../src/locales/en.po";

export type Language = "en" | "de";
export const REGIONS = { en: "en-GB", de: "de-DE" };

function Around({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider i18n={i18n}>{children}</I18nProvider>
    </QueryClientProvider>
  );
}

/** What `use` gives in a language. */
export function renderHookIn<T>(language: Language, use: () => T): T {
  const messages = {
    en: { ...english, ...englishSentences },
    de: { ...german, ...germanSentences },
  }[language];
  i18n.loadAndActivate({ locale: language, messages });
  return renderHook(use, { wrapper: Around }).result.current;
}
