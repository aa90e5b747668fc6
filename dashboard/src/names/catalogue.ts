import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";

/** What the catalogue of the services and this page calls `key` of a group; the key if nothing. */
export function nameIn(
  i18n: I18n,
  group: string,
  key: string,
  values?: Record<string, number>,
): string {
  const id = `name:${group}:${key}`;
  return Object.hasOwn(i18n.messages, id) ? i18n._(id, values).trimEnd() : key;
}

/** Names of one group of the catalogue (shared/contract/sentences) in the page's language. */
export function useNames(group: string): (key: string, values?: Record<string, number>) => string {
  const { i18n } = useLingui();
  return (key, values) => nameIn(i18n, group, key, values);
}
