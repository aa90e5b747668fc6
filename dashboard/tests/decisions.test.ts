import { expect, test } from "vitest";
import type { Schemas } from "../src/api/client";
import { type Decision, decidedTotals, splitRejected } from "../src/pages/plan/decisions";

const row = (code: string, money: number) =>
  ({ stock_code: code, money_at_stake: money }) as Schemas["PlanRow"];
const decided = (decision: Decision["decision"]) => ({ decision }) as Decision;

const ROWS = [row("a", 40), row("b", 30), row("c", 9), row("d", 1)];
const ENTRIES = new Map([
  ["a", decided("accepted")],
  ["b", decided("changed")],
  ["d", decided("rejected")],
]);

const codes = (rows: Schemas["PlanRow"][]) => rows.map((one) => one.stock_code);

test("rejected rows move below the list", () => {
  const { shown, rejected } = splitRejected(ROWS, ENTRIES, "");
  expect(codes(shown)).toEqual(["a", "b", "c"]);
  expect(codes(rejected)).toEqual(["d"]);
});

test("a rejected row is shown if the address names it", () => {
  expect(codes(splitRejected(ROWS, ENTRIES, "d").shown)).toEqual(["a", "b", "c", "d"]);
});

test("accepted, open and rejected rows add up to all rows", () => {
  const totals = decidedTotals(ROWS, ENTRIES);
  expect(totals.accepted).toEqual({ rows: 2, money: 70 });
  expect(totals.open).toEqual({ rows: 1, money: 9 });
  expect(totals.rejected).toEqual({ rows: 1, money: 1 });
});
