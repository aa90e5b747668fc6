import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { moreTexts, speak } from "../src/i18n/languages";
import { messages as german } from "../src/locales/behind/de.po";
import { messages as first } from "../src/locales/first/de.po";

test("texts of the pages behind the others come with them, and in the language chosen later", async () => {
  const behind = Object.keys(german).filter((id) => !(id in first));
  expect(behind.length).toBeGreaterThan(200);
  await speak("en");
  expect(behind.filter((id) => id in i18n.messages)).toEqual([]);
  await moreTexts();
  expect(behind.filter((id) => !(id in i18n.messages))).toEqual([]);
  await speak("de");
  expect(i18n.messages).toEqual({ ...first, ...german });
});
