import { expect, test } from "vitest";
import { exampleDay, readDay } from "../src/format/days";

test.each([
  ["de-DE", "31.12.2026", "2026-12-31"],
  ["de-DE", "3. 4. 26", "2026-04-03"],
  ["en-GB", "03/04/2026", "2026-04-03"],
  ["en-US", "03/04/2026", "2026-03-04"],
  ["en-US", "2026-04-03", "2026-04-03"],
])("in %s %s is %s", (locale, text, day) => {
  expect(readDay(text, locale)).toBe(day);
});

test.each(["", "31.2.2026", "12.2026", "1.13.2026", "3 Apr 2026", "1.1.0000", "1.1.2026.5"])(
  "%s is no day",
  (text) => {
    expect(readDay(text, "de-DE")).toBeNull();
  },
);

test("the example can be parsed", () => {
  for (const locale of ["de-DE", "en-GB", "en-US", "ja-JP"])
    expect(readDay(exampleDay(locale), locale)).toBe("2026-12-31");
});
