import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { snapshots } from "../api/queries/state";
import { Formats } from "./intl";

// The message about a failure uses these formats as well, so it must not trigger the query again.
const snapshotsQuery = { ...snapshots, retryOnMount: false };
const REGIONS: Record<string, string> = { en: "en-GB", de: "de-DE" };

/** How numbers and dates read: the language of the page, the time zone of the shop. */
export function useFormats(): Formats {
  const { i18n } = useLingui();
  const { data } = useQuery(snapshotsQuery);
  const timeZone = data?.timezone ?? "UTC";
  return useMemo(() => new Formats(regionOf(i18n.locale), timeZone), [i18n.locale, timeZone]);
}

/** The shop's money. */
export function useCurrency(): string {
  return useQuery(snapshotsQuery).data?.currency ?? "USD";
}

/** The browser's own region where it speaks the language: en-US keeps its dates. */
function regionOf(locale: string): string {
  const own = navigator.languages?.find((tag) => tag.split("-")[0] === locale && tag.includes("-"));
  return own ?? REGIONS[locale] ?? locale;
}
