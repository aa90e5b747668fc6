/** The text of a key; `otherwise` where this page has none for it. */
export function textFor(
  texts: Readonly<Record<string, string>>,
  key: string | null,
  otherwise: string | null = key,
): string | null {
  return key !== null && Object.hasOwn(texts, key) ? (texts[key] ?? otherwise) : otherwise;
}
