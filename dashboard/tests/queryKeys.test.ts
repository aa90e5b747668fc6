import { globSync, readFileSync } from "node:fs";
import { hashKey } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { queryKeys } from "../src/api/queryKeys";

test("query keys are only written in queryKeys.ts", () => {
  const files = globSync("src/**/*.{ts,tsx}").filter((file) => !file.endsWith("queryKeys.ts"));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => /queryKey:\s*\[/.test(readFileSync(file, "utf8")))).toEqual([]);
});

test("a product or campaign named like a list has its own key", () => {
  const lists = [queryKeys.inventory.summary, queryKeys.inventory.table, queryKeys.plan.summary];
  const items = ["summary", "table"].flatMap((name) => [
    queryKeys.inventory.item(name),
    queryKeys.plan.item(name),
  ]);
  const hashes = new Set([...lists, ...items].map(hashKey));
  expect(hashes.size).toBe(lists.length + items.length);
});

test("changing a campaign invalidates all its queries", () => {
  const { all, item, versions, list } = queryKeys.campaigns;
  expect(versions("c").slice(0, item("c").length)).toEqual([...item("c")]);
  expect([item("c")[0], list({})[0]]).toEqual([all[0], all[0]]);
});
