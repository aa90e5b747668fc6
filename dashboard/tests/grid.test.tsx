import { fireEvent, screen, within } from "@testing-library/react";
import { useState } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { nextSort, readSort } from "../src/grid/address";
import { type Column, figure, fittingColumns } from "../src/grid/columns";
import { Table } from "../src/grid/Table";
import { type Key, useSelection } from "../src/grid/useSelection";
import { renderWithProviders } from "./renderWithProviders";

const MANY = Uint32Array.from({ length: 68_000 }, (_, row) => row);
const NAME: Column<number> = { key: "name", name: "Product", rank: 1, cell: (row) => `Row ${row}` };
const COLUMNS = [NAME];
const keyOf = (row: number) => row;
const href = (row: number) => `/rows/${row}`;

beforeEach(() => {
  // The test's browser lays nothing out: every row is 40 pixels high, the window 420.
  for (const name of ["offsetHeight", "clientHeight"])
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => 40 });
  Object.defineProperty(HTMLElement.prototype, "offsetWidth", {
    configurable: true,
    get: () => 800,
  });
  window.innerHeight = 420;
  window.scrollTo = vi.fn() as unknown as typeof window.scrollTo;
  Element.prototype.scrollIntoView = vi.fn();
});

/** At this width of the window, in px. */
function atWidth(width: number) {
  vi.stubGlobal("matchMedia", (query: string) => {
    const [, kind, rem] = /\((max|min)-width: ([\d.]+)rem\)/.exec(query) ?? [];
    const edge = 16 * Number(rem);
    const matches = kind === "max" ? width <= edge : width >= edge;
    return { matches, addEventListener: () => undefined, removeEventListener: () => undefined };
  });
}

function renderTable(children: React.ReactNode) {
  const place = memoryLocation({ record: true });
  renderWithProviders(<Router hook={place.hook}>{children}</Router>);
  return place;
}

test("68,000 rows are announced, and only visible ones are rendered", () => {
  renderTable(<Table name="Products" columns={COLUMNS} rows={MANY} keyOf={keyOf} href={href} />);
  expect(screen.getByRole("grid").getAttribute("aria-rowcount")).toBe("68001");
  expect(screen.getAllByRole("row").length).toBeGreaterThan(5);
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
});

test("the table is one tab stop, and arrows and Enter open a row", () => {
  const place = renderTable(
    <Table name="Products" columns={COLUMNS} rows={MANY} keyOf={keyOf} href={href} />,
  );
  const table = screen.getByRole("grid");
  expect(table.tabIndex).toBe(0);
  for (const link of within(table).getAllByRole("link")) expect(link.tabIndex).toBe(-1);
  fireEvent.keyDown(table, { key: "ArrowDown" });
  fireEvent.keyDown(table, { key: "ArrowDown" });
  const active = screen.getByRole("row", { selected: true });
  expect(active.textContent).toBe("Row 1");
  expect(table.getAttribute("aria-activedescendant")).toBe(active.id);
  fireEvent.keyDown(table, { key: "Enter" });
  expect(place.history?.at(-1)).toBe("/rows/1");
});

test("Home and End move to the first and last row", () => {
  renderTable(<Table name="Few" columns={COLUMNS} rows={[7, 8, 9]} keyOf={keyOf} href={href} />);
  const table = screen.getByRole("grid");
  const active = () => screen.getByRole("row", { selected: true }).textContent;
  fireEvent.keyDown(table, { key: "End" });
  expect(active()).toBe("Row 9");
  fireEvent.keyDown(table, { key: "Home" });
  expect(active()).toBe("Row 7");
});

test("a table without links is not a tab stop", () => {
  renderTable(<Table name="Facts" columns={COLUMNS} rows={[1, 2]} keyOf={keyOf} />);
  expect(screen.getByRole("table").getAttribute("tabindex")).toBeNull();
  expect(screen.getAllByRole("row")).toHaveLength(3);
});

test("clicking a heading sorts by it", () => {
  const onSort = vi.fn();
  renderTable(
    <Table name="Few" columns={COLUMNS} rows={[1]} keyOf={keyOf} sort={null} onSort={onSort} />,
  );
  fireEvent.click(screen.getByRole("button", { name: /Product/ }));
  expect(onSort).toHaveBeenCalledWith("name");
});

test("sorting cycles through descending, ascending and none", () => {
  expect(nextSort(null, "a")).toBe("-a");
  expect(nextSort(readSort("-a"), "a")).toBe("a");
  expect(nextSort(readSort("a"), "a")).toBeNull();
  expect(nextSort(readSort("-a"), "b")).toBe("-b");
});

const text = (value: number) => value.toFixed(1);
const stock = (values: (number | null)[], total?: number) =>
  figure<number>({
    key: "stock",
    name: "Stock",
    rank: 2,
    value: (row) => values[row],
    text,
    total,
  });

test("zero is muted, unknown is a dash, other values have full contrast", () => {
  renderTable(
    <Table
      name="Stock"
      columns={[NAME, stock([0, 0.04, null, 4])]}
      rows={[0, 1, 2, 3]}
      keyOf={keyOf}
    />,
  );
  const cells = screen.getAllByRole("cell");
  expect(cells.map((cell) => cell.textContent)).toEqual(["0", "0", "–", "4.0"]);
  expect(cells.map((cell) => cell.querySelector(".muted") !== null)).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test("a column without any value is hidden", () => {
  renderTable(
    <Table name="Stock" columns={[NAME, stock([null, null])]} rows={[0, 1]} keyOf={keyOf} />,
  );
  expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual(["Product"]);
});

test("the totals are right below the header", () => {
  renderTable(
    <Table
      name="Stock"
      columns={[NAME, stock([1, 2], 3)]}
      rows={[0, 1]}
      keyOf={keyOf}
      totals="All 2"
    />,
  );
  const [, totals] = screen.getAllByRole("row");
  expect(totals?.textContent).toBe("All 23.0");
});

const RANKED: Column<number>[] = [
  NAME,
  { key: "state", name: "State", rank: 1, phone: "chip", cell: () => "Fine" },
  { ...stock([4]), phone: "fact" },
  { key: "class", name: "Class", rank: 3, cell: () => "A" },
];

test.each([
  [1440, ["Product", "State", "Stock", "Class"]],
  [1000, ["Product", "State", "Stock"]],
  [700, ["Product", "State"]],
])("at %i pixels a table has the columns it has room for", (width, names) => {
  atWidth(width);
  renderTable(<Table name="Ranked" columns={RANKED} rows={[0]} keyOf={keyOf} />);
  expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual(names);
});

test.each([
  [60, ["name", "state", "stock", "class"]],
  [30, ["name", "state", "stock"]],
  [20, ["name", "state"]],
  [5, ["name", "state"]],
])("into %i rem go the columns that matter most, beside a readable name", (room, keys) => {
  expect(fittingColumns(RANKED, room).map(({ key }) => key)).toEqual(keys);
});

test("a row on a phone has the name, the state and labelled facts", () => {
  atWidth(390);
  renderTable(<Table name="Ranked" columns={RANKED} rows={[0]} keyOf={keyOf} />);
  const row = screen.getAllByRole("row").at(-1);
  expect(row?.textContent).toBe("Row 0Fine4.0");
  expect(within(row as HTMLElement).getByText("4.0").dataset.label).toBe("Stock");
});

function Tickable({ rows }: { rows: number[] }) {
  const selection = useSelection(rows, keyOf);
  return (
    <>
      <output>{[...selection.keys].join(",")}</output>
      <button type="button" onClick={selection.selectAll}>
        All
      </button>
      <Table
        name="Few"
        columns={COLUMNS}
        rows={rows}
        keyOf={keyOf}
        selection={selection}
        nameOf={(row) => `Row ${row}`}
        bulk={selection.keys.size > 0 ? `${selection.keys.size} selected` : null}
      />
    </>
  );
}
const ticked = () => document.querySelector("output")?.textContent;

test("a click ticks a row, a click with Shift a range", () => {
  renderTable(<Tickable rows={[5, 6, 7, 8]} />);
  fireEvent.click(screen.getByRole("checkbox", { name: "Row 5" }));
  expect(ticked()).toBe("5");
  fireEvent.click(screen.getByRole("checkbox", { name: "Row 7" }), { shiftKey: true });
  expect(ticked()).toBe("5,6,7");
  expect(screen.getByText("3 selected")).toBeTruthy();
  expect(screen.queryByRole("columnheader", { name: "Product" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "All" }));
  expect(ticked()).toBe("5,6,7,8");
});

test("x ticks the active row, and the table keeps the focus", () => {
  renderTable(<Tickable rows={[5, 6, 7]} />);
  const table = screen.getByRole("grid");
  table.focus();
  fireEvent.keyDown(table, { key: "ArrowDown" });
  fireEvent.keyDown(table, { key: "x" });
  expect(ticked()).toBe("5");
  fireEvent.click(screen.getByRole("checkbox", { name: "Row 6" }));
  expect(document.activeElement).toBe(table);
});

function Unfolding() {
  const [open, setOpen] = useState<Key | null>(null);
  return (
    <Table
      name="Why"
      columns={COLUMNS}
      rows={[5, 6]}
      keyOf={keyOf}
      detail={{
        open,
        onOpen: setOpen,
        label: (row) => `Why: Row ${row}`,
        content: (row) => <button type="button">Because of {row}</button>,
      }}
    />
  );
}

test("a row's details open below it, and Escape closes them", () => {
  renderTable(<Unfolding />);
  const why = screen.getByRole("button", { name: "Why: Row 5" });
  fireEvent.click(why);
  const because = screen.getByRole("button", { name: "Because of 5" });
  expect(why.getAttribute("aria-expanded")).toBe("true");
  expect(why.closest("tr")?.nextElementSibling).toBe(because.closest("tr"));
  fireEvent.keyDown(because, { key: "Escape" });
  expect(screen.queryByRole("button", { name: "Because of 5" })).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("grid"));
});
