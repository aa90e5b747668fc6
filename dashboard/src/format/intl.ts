// Creating an Intl formatter takes a hundred times as long as using one, so each is created once.
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function once<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  const found = made.get(key) ?? make();
  made.set(key, found);
  return found as T;
}

const DASH = "–";

/** Most locales write a hyphen for a minus. */
const withMinus = (text: string) => text.replace("-", "\u2212");
const DAY_MS = 86_400_000;

/** The last day with sales in data as of `iso`. */
export function dayBefore(iso: string | null | undefined): Date | null {
  return iso == null ? null : new Date(Date.parse(`${iso.slice(0, 10)}T12:00:00Z`) - DAY_MS);
}

/** Formats numbers and dates for one locale and one shop's time zone. */
export class Formats {
  constructor(
    readonly locale: string,
    readonly timeZone: string,
  ) {}

  private number(options: Intl.NumberFormatOptions): { format: (value: number) => string } {
    const made = this.formatter(options);
    return { format: (value) => withMinus(made.format(value)) };
  }

  /** Zero has no sign, also where a small loss rounds to it. */
  private formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const all = { signDisplay: "negative", ...options } as const;
    return once(`${this.locale}${JSON.stringify(all)}`, () => {
      return new Intl.NumberFormat(this.locale, all);
    });
  }

  private date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const all = { timeZone: this.timeZone, ...options };
    return once(`${this.locale}${JSON.stringify(all)}d`, () => {
      return new Intl.DateTimeFormat(this.locale, all);
    });
  }

  /** Whole numbers with separators: 67,732. */
  count(value: number | null | undefined): string {
    return value == null ? DASH : this.number({ maximumFractionDigits: 0 }).format(value);
  }

  /** At most `digits` decimals: 134.9. */
  decimal(value: number | null | undefined, digits = 1): string {
    return value == null ? DASH : this.number({ maximumFractionDigits: digits }).format(value);
  }

  /** Always one decimal, so that a column's points stand under one another: 30.0. */
  aligned(value: number | null | undefined): string {
    const options = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    return value == null ? DASH : this.number(options).format(value);
  }

  /** A difference of whole numbers, with its sign: −2,373. */
  signedCount(value: number): string {
    return this.number({ maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(value);
  }

  /** A difference with its sign and always one decimal: +44.1. */
  signedAligned(value: number): string {
    return this.number({
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
      signDisplay: "exceptZero",
    }).format(value);
  }

  /** The size of a file: 4.2 MB. */
  bytes(value: number): string {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
    const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
    return this.number({
      style: "unit",
      unit: units[step],
      unitDisplay: step === 0 ? "long" : "short",
      maximumFractionDigits: step === 0 ? 0 : 1,
    }).format(value / 1000 ** step);
  }

  /** Numbers of one axis, all with the decimals its step needs. */
  tick(value: number, step: number): string {
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    return this.number({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      value,
    );
  }

  /** A share (0.25) as 25%; what only rounds to 0% or 100% is shown as <1% or >99%. */
  percent(share: number | null | undefined, digits = 0): string {
    if (share == null) return DASH;
    const format = this.number({
      style: "percent",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    const least = 10 ** -(digits + 2);
    if (share < 1 && share > 1 - least / 2) return `>\u00A0${format.format(1 - least)}`;
    return share > 0 && share < least / 2 ? `<\u00A0${format.format(least)}` : format.format(share);
  }

  /** Money on cards: £4.2K. Thousands that a language does not shorten are written in full. */
  compactMoney(value: number | null | undefined, currency: string): string {
    if (value == null) return DASH;
    const size = Math.abs(value);
    // Cents only if there is nothing else.
    if (size < 1000) return this.money(value, currency, size < 1 && size >= 0.005 ? 2 : 0);
    const compact = this.formatter({
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      notation: "compact",
      maximumFractionDigits: 1,
    });
    const isShorter = compact.formatToParts(value).some(({ type }) => type === "compact");
    return isShorter ? withMinus(compact.format(value)) : this.money(value, currency, 0);
  }

  /** Money in tables, in full: £4,210.50. */
  money(value: number | null | undefined, currency: string, digits = 2): string {
    if (value == null) return DASH;
    return this.number({
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);
  }

  /** A difference of shares (0.012) in percentage points, with its sign: +1.2. */
  points(share: number): string {
    return this.number({ maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(100 * share);
  }

  /** A difference of money, with its sign: +£0.42. */
  signedMoney(value: number, currency: string, digits = 2): string {
    return this.number({
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay: "exceptZero",
    }).format(value);
  }

  /** A share more or less than something: +25 %. */
  signedPercent(share: number): string {
    return this.number({
      style: "percent",
      maximumFractionDigits: 0,
      signDisplay: "exceptZero",
    }).format(share);
  }

  /** A calendar day, which has no time zone: 21 Nov 2026. */
  day(iso: string | Date | null | undefined): string {
    if (iso == null) return DASH;
    const at = typeof iso === "string" ? new Date(`${iso.slice(0, 10)}T12:00:00Z`) : iso;
    return this.date({
      day: "numeric",
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    }).format(at);
  }

  /** The same without the year. */
  shortDay(at: Date): string {
    return this.date({ day: "numeric", month: "short", timeZone: "UTC" }).format(at);
  }

  /** A recent moment in the shop's time zone: 18:00 if today, else 21 Nov, 18:00. */
  recentMoment(iso: string | null | undefined, now = new Date()): string {
    if (iso == null) return DASH;
    const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    const dayAndTime = this.date({ day: "numeric", month: "short", ...time });
    const at = new Date(iso);
    const day = this.date({ dateStyle: "short" });
    if (day.format(at) === day.format(now)) return this.date(time).format(at);
    return at.getFullYear() === now.getFullYear() ? dayAndTime.format(at) : this.moment(iso);
  }

  /** A moment in the shop's time zone: 21 Nov 2026, 18:00 UTC. */
  moment(iso: string | null | undefined): string {
    if (iso == null) return DASH;
    return this.date({
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    }).format(new Date(iso));
  }
}
