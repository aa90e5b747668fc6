import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const SOURCE = "src";
const TOKENS = join(SOURCE, "styles/tokens.css");

interface Declaration {
  where: string;
  property: string;
  value: string;
}

function filesIn(folder: string, suffix: RegExp): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => suffix.test(name)).map((name) => join(folder, name));
}

function declarationsIn(file: string): Declaration[] {
  const code = readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, "");
  return [...code.matchAll(/([\w-]+):\s*([^;{}]+);/g)].map(([, property = "", value = ""]) => ({
    where: file,
    property,
    value: value.trim().replaceAll(/\s+/g, " "),
  }));
}

const SHEETS = filesIn(SOURCE, /\.css$/).filter((file) => file !== TOKENS);
const DECLARATIONS = SHEETS.flatMap(declarationsIn);
const tokens = declarationsIn(TOKENS);

/** Declarations of these properties with a value that is not allowed. */
function strays(property: RegExp, allowed: RegExp): string[] {
  return DECLARATIONS.filter((one) => property.test(one.property))
    .filter(({ value }) => !partsOf(value).every((part) => allowed.test(part)))
    .map(({ where, property: name, value }) => `${where} ${name}: ${value}`);
}

/** `0 calc(-1 * var(--space-4))` in two: blanks within brackets divide nothing. */
function partsOf(value: string): string[] {
  return value.match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
}

test("font sizes, weights and line heights are tokens", () => {
  expect(strays(/^font$/, /^(var\(--type-[a-z]+\)|inherit)$/)).toEqual([]);
  expect(strays(/^font-weight$/, /^var\(--weight-[a-z]+\)$/)).toEqual([]);
  expect(strays(/^(font-size|line-height|letter-spacing)$/, /^$/)).toEqual([]);
});

test("gaps, paddings and margins are spacing tokens", () => {
  const step = /^(0|auto|var\(--space-\d+\)|calc\(-1 \* var\(--space-\d+\)\))$/;
  expect(strays(/^((row-|column-)?gap|(padding|margin)(-[a-z-]+)?)$/, step)).toEqual([]);
});

test("radii are those of controls, cards and pills", () => {
  expect(strays(/^border(-[a-z]+)*-radius$/, /^(0|var\(--radius-[a-z]+\))$/)).toEqual([]);
});

test("colours are tokens", () => {
  const literal = /#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|color-mix)\(/i;
  const inSheets = DECLARATIONS.filter(({ value }) => literal.test(value));
  expect(inSheets.map(({ where, property, value }) => `${where} ${property}: ${value}`)).toEqual(
    [],
  );
  const components = filesIn(SOURCE, /\.tsx?$/).filter((file) => !file.endsWith("theme.ts"));
  const inComponents = components.filter((file) =>
    /["'`](#[0-9a-f]{3,8}|rgba?\()/i.test(readFileSync(file, "utf8")),
  );
  expect(inComponents).toEqual([]);
});

test("components use no literal size, gap or colour", () => {
  const own =
    /style=\{\{[^}]*\b(fontSize|fontWeight|lineHeight|padding|margin|gap|borderRadius|color|background)\w*:/;
  const found = filesIn(SOURCE, /\.tsx$/).filter((file) => own.test(readFileSync(file, "utf8")));
  expect(found).toEqual([]);
});

test("SVGs set no font, and only the text's colour or a token", () => {
  const type = /\b(fontSize|fontWeight|fontFamily|letterSpacing)=/;
  const colour = /\b(?:fill|stroke|stopColor)=(?!"(?:none|currentColor|var\(--[a-z-]+\))")/;
  const found = filesIn(SOURCE, /\.tsx$/).filter((file) => {
    const code = readFileSync(file, "utf8");
    return type.test(code) || colour.test(code);
  });
  expect(found).toEqual([]);
});

test("icon-only buttons use one component, as large as every control", () => {
  const alone = /<button\b(?:(?!<\/button>)[\s\S])*?>\s*<Icon\b[^>]*\/>\s*<\/button>/;
  const found = filesIn(SOURCE, /\.tsx$/).filter((file) => alone.test(readFileSync(file, "utf8")));
  expect(found).toEqual([join(SOURCE, "ui/IconButton.tsx")]);
  const sides = declarationsIn(join(SOURCE, "ui/iconButton.module.css"))
    .filter(({ property }) => /^(width|height)$/.test(property))
    .map(({ value }) => value);
  expect(sides).toEqual(["var(--control)", "var(--control)"]);
});

test("there are at most six sizes, three weights, seven spaces, two radii and the pill", () => {
  const type = tokens.filter(({ property }) => property.startsWith("--type-"));
  const parts = type.map(({ value }) => /^(\d+) ([\d.]+rem)/.exec(value));
  expect(new Set(parts.map((part) => part?.[2])).size).toBeLessThanOrEqual(6);
  const weights = tokens.filter(({ property }) => property.startsWith("--weight-"));
  expect(new Set(weights.map(({ value }) => value)).size).toBeLessThanOrEqual(3);
  for (const part of parts) expect(weights.map(({ value }) => value)).toContain(part?.[1]);
  expect(named("--space-")).toHaveLength(7);
  expect(named("--radius-").sort()).toEqual(["--radius-card", "--radius-control", "--radius-pill"]);
});

function named(prefix: string): string[] {
  const found = tokens.map(({ property }) => property).filter((name) => name.startsWith(prefix));
  return [...new Set(found)];
}

test("no token is unused", () => {
  const used = [...SHEETS, TOKENS, ...filesIn(SOURCE, /\.tsx?$/)]
    .map((file) => readFileSync(file, "utf8"))
    .join("");
  const unused = named("--").filter((name) => !used.includes(`var(${name})`));
  expect(unused).toEqual([]);
});

const TEXT = 4.5;
const BORDER = 3;
/** Text or border, what it stands on, and the contrast that WCAG 2.2 asks for (1.4.3, 1.4.11). */
const PAIRS: [string, string, number][] = [
  ...["page", "raised", "sunken"].flatMap((ground): [string, string, number][] => [
    ["text", ground, TEXT],
    ["muted", ground, TEXT],
    ["link", ground, TEXT],
    ["control-line", ground, BORDER],
    ["accent", ground, BORDER],
  ]),
  ["on-accent", "accent", TEXT],
  ["on-critical", "critical", TEXT],
  ["bubble-text", "bubble", TEXT],
  ["bubble-muted", "bubble", TEXT],
  ...["accent", "critical", "warn", "good", "info", "test"].map(
    (role): [string, string, number] => [`${role}-text`, `${role}-bg`, TEXT],
  ),
];
const CSS = readFileSync(TOKENS, "utf8");
const THEMES: Record<string, string> = {
  light: CSS.slice(CSS.indexOf(":root {"), CSS.indexOf(":root[data")),
  dark: CSS.slice(CSS.indexOf(":root[data"), CSS.indexOf("@media")),
};

test.each(Object.keys(THEMES).flatMap((theme) => PAIRS.map((pair) => [theme, ...pair] as const)))(
  "%s: %s on %s has enough contrast",
  (theme, front, ground, least) => {
    const colour = (name: string) =>
      hex(THEMES[theme] ?? "", name) ?? hex(THEMES.light ?? "", name);
    const [first, second] = [colour(front), colour(ground)];
    if (!first || !second) throw new Error(`no token --${front} or --${ground}`);
    expect(contrast(first, second)).toBeGreaterThanOrEqual(least);
  },
);

function hex(css: string, name: string): string | undefined {
  return new RegExp(`--${name}: #([0-9a-f]{3,6});`).exec(css)?.[1];
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const full = colour.length === 3 ? [...colour].map((digit) => digit + digit).join("") : colour;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
