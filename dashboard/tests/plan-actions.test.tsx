import { expect, test, vi } from "vitest";
import type { Deciding } from "../src/pages/plan/deciding";
import { planActions } from "../src/pages/plan/planActions";

const open = (isEmpty: boolean) =>
  planActions({
    deciding: { next: null } as Deciding,
    isPhone: false,
    isEmpty,
    isTrying: false,
    onTry: vi.fn(),
    open: undefined,
    onExport: undefined,
  });

test("a plan without rows doesn't offer campaigns, a decided one does", () => {
  expect(open(true).primary).toBeNull();
  expect(open(false).primary).not.toBeNull();
});
