const ORDER = ["year", "month", "day"] as const;
type Part = (typeof ORDER)[number];

/** How a day is written in numbers: 31/12/2026, in Germany 31.12.2026. */
export function exampleDay(locale: string): string {
  return inNumbers(locale).format(new Date("2026-12-31T12:00:00Z"));
}

/** A day typed as `locale` writes it, or as 2026-12-31; null where there is no such day. */
export function readDay(text: string, locale: string): string | null {
  const numbers = text.split(/\D+/).filter(Boolean);
  if (numbers.length !== 3 || /[^\d\s./-]/.test(text)) return null;
  const order = numbers[0]?.length === 4 ? ORDER : orderOf(locale);
  const digits = (name: Part) => numbers[order.indexOf(name)] ?? "";
  const part = (name: Part) => Number(digits(name));
  const year = digits("year").length <= 2 ? 2000 + part("year") : part("year");
  const at = new Date(Date.UTC(year, part("month") - 1, part("day")));
  const exists = at.getUTCMonth() === part("month") - 1 && at.getUTCDate() === part("day");
  return exists && year >= 1000 && year <= 9999 ? at.toISOString().slice(0, 10) : null;
}

function orderOf(locale: string): Part[] {
  const parts = inNumbers(locale).formatToParts(new Date(0));
  return parts.map(({ type }) => type).filter((type): type is Part => ORDER.includes(type as Part));
}

function inNumbers(locale: string): Intl.DateTimeFormat {
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, options);
}
