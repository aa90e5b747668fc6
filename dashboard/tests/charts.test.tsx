import { fireEvent, screen } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { PeriodBars } from "../src/charts/PeriodBars";
import { TimeChart } from "../src/charts/TimeChart";
import { renderWithProviders } from "./renderWithProviders";

const day = (number: number) => new Date(Date.UTC(2026, 10, number));
const PAST = [31, 28, 36].map((value, week) => ({ at: day(2 + 7 * week), value }));
const COMING = { at: day(23), value: 34, low: 22, high: 47, innerLow: 29, innerHigh: 40 };
let boxWidth = 640;

beforeEach(() => {
  boxWidth = 640;
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(private readonly seen: (entries: object[]) => void) {}
      observe() {
        this.seen([{ contentRect: { width: boxWidth } }]);
      }
      disconnect() {}
    },
  );
});

function bars(coming: typeof COMING | null = COMING) {
  return renderWithProviders(
    <PeriodBars
      name="Units sold"
      unit="units"
      past={PAST}
      coming={coming}
      caption="36 units last week."
    />,
  );
}

test("every period is a bar, and the next one is dashed with both whiskers", () => {
  const { container } = bars();
  expect(container.querySelectorAll("rect")).toHaveLength(4);
  expect(container.querySelectorAll("rect[class*=coming]")).toHaveLength(1);
  expect(container.querySelectorAll("[class*=whisker] line")).toHaveLength(4);
  expect(container.querySelector("[class*=last]")?.textContent).toBe("34");
});

test("a whisker ends at its range's end, on the axis of the bars", () => {
  const { container } = bars();
  const [low, high] = [...container.querySelectorAll("[class*=whisker] line")]
    .slice(1, 3)
    .map((line) => Number(line.getAttribute("y1")));
  const tops = [...container.querySelectorAll("rect")].map((bar) => Number(bar.getAttribute("y")));
  const bottom = Number(tops[0]) + Number(container.querySelector("rect")?.getAttribute("height"));
  const unit = (bottom - Number(tops[0])) / 31;
  expect(low).toBeCloseTo(bottom - 22 * unit);
  expect(high).toBeCloseTo(bottom - 47 * unit);
});

test("the last value's label is above its bar", () => {
  boxWidth = 240;
  const { container } = bars({ ...COMING, value: 3, low: 2, high: 4 });
  const before = container.querySelectorAll("rect")[2];
  const text = container.querySelector("[class*=last]");
  expect(text?.textContent).toBe("3");
  expect(Number(text?.getAttribute("y"))).toBeLessThan(Number(before?.getAttribute("y")));
});

test("without a forecast no next period is drawn", () => {
  const { container } = bars(null);
  expect(container.querySelectorAll("rect")).toHaveLength(3);
  expect(container.querySelector("[class*=whisker]")).toBeNull();
});

test("arrow keys read the bars, and the table has the same values", () => {
  const { container } = bars();
  const chart = screen.getByRole("img");
  fireEvent.keyDown(chart, { key: "End" });
  const read = container.querySelector("[aria-live]")?.textContent;
  expect(read).toContain("34 units expected, 80% range 22 to 47");
  fireEvent.keyDown(chart, { key: "ArrowLeft" });
  expect(container.querySelector("[aria-live]")?.textContent).toContain("36 units");
});

test.each([
  [640, 240],
  [360, 180],
])("a chart %i wide is %i high and has four lines at most", (width, height) => {
  boxWidth = width;
  for (const top of [7, 36, 99, 410, 12_345]) {
    const { container, unmount } = renderWithProviders(
      <TimeChart
        name="Stock"
        unit="units"
        past={[...PAST, { at: day(22), value: top }]}
        future={[]}
        caption="Stock."
      />,
    );
    expect(container.querySelector("svg")?.getAttribute("viewBox")).toBe(`0 0 ${width} ${height}`);
    expect(container.querySelectorAll("[class*=grid]").length).toBeLessThanOrEqual(4);
    expect(container.querySelectorAll("[class*=grid]").length).toBeGreaterThan(1);
    unmount();
  }
});
