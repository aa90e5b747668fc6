import type { I18n } from "@lingui/core";
import type { Formats } from "../format/intl";
import { nameIn } from "../names/catalogue";
import { MissingValue, type Statement, StatementValues } from "./statements";

/** Stands where a value is missing: it matters only in a branch that is chosen. */
const MISSING = "\ufffc";

/** How a value is written, by the word after its comma in the catalogue: `{most, bytes}`. */
const KINDS: Record<string, (values: StatementValues, name: string) => string> = {
  text: (values, name) => values.plain(name),
  digits: (values, name) => values.plain(name),
  number: (values, name) => values.number(name),
  tenths: (values, name) => values.decimal(name, 1),
  hundredths: (values, name) => values.decimal(name, 2),
  exact: (values, name) => values.decimal(name, 6),
  money: (values, name) => values.money(name),
  signed_money: (values, name) => values.signedMoney(name),
  whole_money: (values, name) => values.wholeMoney(name),
  share: (values, name) => values.share(name),
  exact_share: (values, name) => values.exactShare(name),
  points: (values, name) => values.points(name),
  signed_points: (values, name) => values.signedPoints(name),
  percent: (values, name) => values.discount(name),
  bytes: (values, name) => values.bytes(name),
  day: (values, name) => values.day(name),
};

/** Writes statements with the catalogue that services and page share (shared/contract/sentences). */
export class SentenceWriter {
  constructor(
    private readonly i18n: I18n,
    private readonly formats: Formats,
    private readonly currency: string,
  ) {}

  /** The sentence; null where the catalogue has none, or the statement lacks a value it needs. */
  write(statement: Statement): string | null {
    return this.message(`sentence:${statement.code}`, statement);
  }

  /** Where in a file: its line, or in Parquet and workbooks, which have no lines, its row. */
  place(statement: Statement): string {
    const key = ["line", "sheet"].find((name) => statement.values[name] != null) ?? "row";
    return this.message(`name:place:${key}`, statement) ?? MISSING;
  }

  private message(id: string, statement: Statement): string | null {
    if (!Object.hasOwn(this.i18n.messages, id)) return null;
    const text = this.i18n._(id, this.argumentsOf(statement));
    return text.includes(MISSING) ? null : text.trim();
  }

  /** Every argument a message can name: `most__bytes` as it is written, `most` to choose by. */
  private argumentsOf(statement: Statement): Record<string, unknown> {
    return new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
        get: (_, argument) => {
          const [name = "", kind] = String(argument).split("__");
          return kind ? this.formatted(statement, name, kind) : choice(statement.values[name]);
        },
      },
    );
  }

  private formatted(statement: Statement, name: string, kind: string): string {
    if (kind === "place") return this.place(statement);
    if (kind === "list") return this.list(statement, name);
    try {
      const values = new StatementValues(statement, this.formats, this.currency);
      const write = KINDS[kind];
      return write ? write(values, name) : this.names(kind, values.text(name));
    } catch (error) {
      if (error instanceof MissingValue) return MISSING;
      throw error;
    }
  }

  /** A name, or several that stand with commas between. */
  private names(kind: string, text: string): string {
    if (kind !== "fields") return nameIn(this.i18n, kind, text);
    const fields = text.split(", ").map((field) => nameIn(this.i18n, "field", field));
    return fields.join(", ");
  }

  /** `centres` as many items, written from `orders_1`, `orders_2` and so on. */
  private list(statement: Statement, name: string): string {
    const items = Array.from({ length: Number(statement.values[name]) }, (_, at) => {
      const values = Object.entries(statement.values).map(([key, value]) => {
        return [key.replace(new RegExp(`_${at + 1}$`), ""), value];
      });
      const item = { ...statement, values: Object.fromEntries(values) };
      return this.message(`name:list:${name}`, item) ?? MISSING;
    });
    return items.join(` ${nameIn(this.i18n, "list", "or")} `);
  }
}

/** Branches for what is missing or empty, true and false; no text chooses them. */
const RESERVED = new Set<unknown>(["none", "true", "false"]);

/** A value as `plural` and `select` compare it. */
function choice(value: Statement["values"][string] | undefined): string | number {
  if (value == null || value === "") return "none";
  if (typeof value === "number") return value;
  return RESERVED.has(value) ? `“${value}”` : String(value);
}
