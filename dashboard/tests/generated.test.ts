import { readFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, test } from "vitest";

test("types match the committed OpenAPI document: npm run types", async () => {
  const document = new URL("../gateway/gateway/openapi.json", `file://${process.cwd()}/`);
  const generated = COMMENT_HEADER + astToString(await openapiTS(document));
  expect(readFileSync("src/api/schema.d.ts", "utf8")).toBe(generated);
}, 60_000); // seconds on a busy computer
