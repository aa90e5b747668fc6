import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Money } from "../src/ui/Money";
import { OrderChip } from "../src/ui/OrderChip";
import { RangeBar, RangeScale } from "../src/ui/RangeBar";
import { StateChip } from "../src/ui/StateChip";
import { StatStrip } from "../src/ui/StatStrip";
import { renderWithProviders } from "./renderWithProviders";

const middleOf = (bar: Element) => Number(bar.querySelector("circle")?.getAttribute("cx"));

test("money shows its expected value, its label, and its range as text and as a bar", () => {
  renderWithProviders(
    <Money value={610} low={210} high={999} currency="USD" kind="margin saved" />,
  );
  expect(screen.getByText("$610")).toBeTruthy();
  expect(screen.getByText("margin saved")).toBeTruthy();
  expect(screen.getByText("80% range $210 to $999")).toBeTruthy();
  expect(screen.getByRole("img", { name: "80% range $210 to $999" })).toBeTruthy();
});

test("money with an unknown range says so and has no bar", () => {
  renderWithProviders(<Money value={154} currency="USD" kind="margin gained" />);
  expect(screen.getByText("no range available")).toBeTruthy();
  expect(screen.queryByRole("img")).toBeNull();
});

test("bars of one list share a scale", () => {
  const wide = { low: 0, value: 50, high: 100 };
  const narrow = { low: 20, value: 50, high: 60 };
  renderWithProviders(
    <>
      <RangeScale ranges={[wide, narrow]}>
        <RangeBar {...wide} label="first" />
        <RangeBar {...narrow} label="second" />
      </RangeScale>
      <RangeBar {...narrow} label="alone" />
    </>,
  );
  const [first, second, alone] = screen.getAllByRole("img").map(middleOf);
  expect(second).toBe(first);
  expect(alone).not.toBe(first);
});

test("an ok state has no fill, and an uncounted one is dashed", () => {
  const { container } = renderWithProviders(
    <>
      <StateChip state="ok" />
      <StateChip state={null} />
      <StateChip state="out" />
    </>,
  );
  const [fine, uncounted, out] = [...container.querySelectorAll("span")];
  expect([fine, uncounted, out].map((chip) => chip?.textContent)).toEqual([
    "Fine",
    "Not counted",
    "Out of stock",
  ]);
  expect(fine?.className).toContain("bare");
  expect(uncounted?.className).toContain("dashed");
  expect(out?.className).toContain("critical");
  expect(out?.querySelector("svg")).not.toBeNull();
});

test("a late order shows the days of delay instead of its status", () => {
  renderWithProviders(<OrderChip status="sent" daysLate={6} />);
  expect(screen.getByText("6 days late")).toBeTruthy();
  expect(screen.queryByText("Sent")).toBeNull();
});

test("each figure of a strip is below its label", () => {
  renderWithProviders(
    <StatStrip stats={[{ name: "On order", figure: "$12.4K", note: "9 orders" }]} />,
  );
  expect(screen.getByRole("term").textContent).toBe("On order");
  const values = screen.getAllByRole("definition").map((value) => value.textContent);
  expect(values).toEqual(["$12.4K", "9 orders"]);
});
