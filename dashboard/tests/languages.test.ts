import { i18n } from "@lingui/core";
import { beforeEach, expect, test, vi } from "vitest";
import { activateLocale, addTexts } from "../src/i18n/languages";
import { loadTexts } from "../src/i18n/texts";

vi.mock("../src/i18n/texts", () => ({ loadTexts: vi.fn() }));

beforeEach(() => {
  vi.mocked(loadTexts).mockImplementation(async (language, route) => ({
    [route]: [`${route} in ${language}`],
  }));
});

test("a page's texts are loaded with it, also in a language chosen later", async () => {
  await activateLocale("en");
  expect(i18n.messages).toEqual({ "first-load": ["first-load in en"] });
  await addTexts("Data.tsx");
  expect(i18n.messages["Data.tsx"]).toEqual(["Data.tsx in en"]);
  await activateLocale("de");
  expect(i18n.messages).toEqual({
    "first-load": ["first-load in de"],
    "Data.tsx": ["Data.tsx in de"],
  });
});

test("the last chosen language is shown, whichever texts arrive last", async () => {
  let arrive: (texts: object) => void = () => undefined;
  vi.mocked(loadTexts).mockReturnValueOnce(
    new Promise((resolve) => {
      arrive = (texts) => resolve(texts as Awaited<ReturnType<typeof loadTexts>>);
    }),
  );
  const slow = activateLocale("en");
  await activateLocale("de");
  arrive({ late: ["English"] });
  await slow;
  expect(i18n.locale).toBe("de");
  expect(document.documentElement.lang).toBe("de");
});
