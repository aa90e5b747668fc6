import type { Formats } from "../format/intl";

/** A statement of a service: a code and its values. Shares are fractions of 1, discounts percent. */
export interface Statement {
  code: string;
  values: Record<string, number | string | boolean | null>;
}

/** A statement lacks what its sentence needs: it comes from another version of the service. */
export class MissingValue extends Error {}

const EXACT_BELOW = 100;

/** The numbers of one statement, as texts of the page's language. */
export class StatementValues {
  constructor(
    private readonly statement: Statement,
    private readonly formats: Formats,
    private readonly currency: string,
  ) {}

  /** Whether the value is there at all. */
  has(name: string): boolean {
    return this.statement.values[name] != null;
  }

  is(name: string, value: string | number | boolean): boolean {
    return this.statement.values[name] === value;
  }

  text(name: string): string {
    const value = this.statement.values[name];
    if (typeof value !== "string") throw new MissingValue(name);
    return value;
  }

  value(name: string): number {
    const value = this.statement.values[name];
    if (typeof value !== "number") throw new MissingValue(name);
    return value;
  }

  /** Whole, or with a decimal where that is small and says more. */
  number(name: string): string {
    const value = this.value(name);
    return Number.isInteger(value) || value >= EXACT_BELOW
      ? this.formats.count(value)
      : this.formats.decimal(value);
  }

  /** Always with one decimal: 2.0. */
  aligned(name: string): string {
    return this.formats.aligned(this.value(name));
  }

  decimal(name: string, digits: number): string {
    return this.formats.decimal(this.value(name), digits);
  }

  money(name: string): string {
    const value = this.value(name);
    return this.formats.money(value, this.currency, digitsOf(value));
  }

  wholeMoney(name: string): string {
    return this.formats.money(this.value(name), this.currency, 0);
  }

  /** Money that is more or less than something, with its sign. */
  signedMoney(name: string): string {
    const value = this.value(name);
    return this.formats.signedMoney(value, this.currency, digitsOf(value));
  }

  /** A fraction of 1 as percent. */
  share(name: string): string {
    return this.formats.percent(this.value(name));
  }

  /** The same with one decimal: 40.0 %. */
  exactShare(name: string): string {
    return this.formats.percent(this.value(name), 1);
  }

  /** A difference of shares in percentage points. */
  points(name: string): string {
    return this.formats.decimal(100 * this.value(name));
  }

  /** The same with its sign. */
  signedPoints(name: string): string {
    return this.formats.points(this.value(name));
  }

  /** A calendar day, which comes as 2011-09-09. */
  day(name: string): string {
    return this.formats.day(this.text(name));
  }

  /** The size of a file. */
  bytes(name: string): string {
    return this.formats.bytes(this.value(name));
  }

  signedShare(name: string): string {
    return this.formats.signedPercent(this.value(name));
  }

  /** As it is, without separators: a year, the number of a line. */
  plain(name: string): string {
    return String(this.statement.values[name] ?? this.text(name));
  }

  /** A discount, which comes in percent. */
  discount(name: string): string {
    const points = this.value(name);
    return this.formats.percent(points / 100, Number.isInteger(points) ? 0 : 1);
  }
}

function digitsOf(amount: number): number {
  return Math.abs(amount) >= EXACT_BELOW ? 0 : 2;
}

export type Renderers<Code extends string> = Record<Code, (values: StatementValues) => string>;

/** The sentence in the page's language; the service's own where this page does not know it. */
export function renderStatement(
  renderers: Readonly<Record<string, (values: StatementValues) => string>>,
  statement: Statement | null | undefined,
  english: string,
  formats: Formats,
  currency: string,
): string {
  const render = statement && Object.hasOwn(renderers, statement.code) && renderers[statement.code];
  if (!statement || !render) return english;
  try {
    return render(new StatementValues(statement, formats, currency));
  } catch (error) {
    if (error instanceof MissingValue) return english;
    throw error;
  }
}
