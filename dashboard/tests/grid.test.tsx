import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { nextSort, readSort } from "../src/grid/address";
import { Grid } from "../src/grid/Grid";
import { renderWithProviders } from "./renderWithProviders";

const ROWS = Uint32Array.from({ length: 68_000 }, (_, row) => row);
const COLUMNS = [{ key: "name", name: "Product", least: 10, cell: (row: number) => `Row ${row}` }];

beforeEach(() => {
  // The test's browser lays nothing out: a grid 420 pixels high.
  const size = { clientHeight: 420, offsetHeight: 420, offsetWidth: 800, scrollHeight: 3_000_000 };
  for (const [name, value] of Object.entries(size)) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
  HTMLElement.prototype.scrollTo = vi.fn() as unknown as typeof HTMLElement.prototype.scrollTo;
});

function grid(onOpen = vi.fn(), onSort = vi.fn()) {
  renderWithProviders(
    <Grid
      name="Products"
      columns={COLUMNS}
      rows={ROWS}
      sort={null}
      onSort={onSort}
      onOpen={onOpen}
    />,
  );
  return { element: screen.getByRole("grid"), onOpen, onSort };
}

test("68,000 rows are announced, and only those in sight are drawn", () => {
  const { element } = grid();
  expect(element.getAttribute("aria-rowcount")).toBe("68001");
  expect(screen.getAllByRole("row").length).toBeGreaterThan(10);
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
});

test("the grid is one tab stop, and arrows and Enter open a row", () => {
  const { element, onOpen } = grid();
  expect(element.tabIndex).toBe(0);
  fireEvent.keyDown(element, { key: "ArrowDown" });
  fireEvent.keyDown(element, { key: "ArrowDown" });
  expect(screen.getByRole("row", { selected: true }).textContent).toBe("Row 1");
  expect(element.getAttribute("aria-activedescendant")).toBe(
    screen.getByRole("row", { selected: true }).id,
  );
  fireEvent.keyDown(element, { key: "Enter" });
  expect(onOpen).toHaveBeenCalledWith(1);
});

test("a click on a heading asks for its order", () => {
  const { onSort } = grid();
  fireEvent.click(screen.getByRole("button", { name: /Product/ }));
  expect(onSort).toHaveBeenCalledWith("name");
});

test("a column goes from descending to ascending to none", () => {
  expect(nextSort(null, "a")).toBe("-a");
  expect(nextSort(readSort("-a"), "a")).toBe("a");
  expect(nextSort(readSort("a"), "a")).toBeNull();
  expect(nextSort(readSort("-a"), "b")).toBe("-b");
});
