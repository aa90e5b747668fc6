import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { BoardPage } from "../src/ui/BoardPage";
import { Button } from "../src/ui/Button";
import { ListPage } from "../src/ui/ListPage";
import { SettingsPage } from "../src/ui/SettingsPage";
import { WizardPage } from "../src/ui/WizardPage";
import { renderWithProviders } from "./renderWithProviders";

beforeEach(() => window.history.replaceState(null, "", "/settings"));

test("a page has one heading that is also the tab's title, breadcrumbs and actions", () => {
  renderWithProviders(
    <ListPage
      title="Order 17"
      chip={<span>Draft</span>}
      trail={[{ href: "/orders", name: "Orders" }]}
      actions={{ primary: <Button>Approve order</Button>, more: [{ name: "Print" }] }}
    >
      <p>Rows</p>
    </ListPage>,
  );
  expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Order 17");
  expect(document.title).toBe("Order 17 · SmartRetail 360");
  const way = within(screen.getByRole("navigation", { name: "You are here" }));
  expect(way.getByRole("link").getAttribute("href")).toBe("/orders");
  expect(screen.getByRole("button", { name: "More" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Approve order" })).toBeTruthy();
});

test("a page without actions has no action bar", () => {
  const { container } = renderWithProviders(
    <ListPage title="Orders" actions={{ more: [] }}>
      <p>Rows</p>
    </ListPage>,
  );
  expect(container.querySelector("[data-page-actions]")).toBeNull();
});

const STEPS = (onNext?: () => boolean) =>
  ["Files", "Columns", "Check"].map((name) => ({
    key: name.toLowerCase(),
    name,
    content: <p>{name} is open</p>,
    onNext,
  }));

test("a wizard keeps its step in the URL, and links only previous steps", async () => {
  renderWithProviders(<WizardPage title="Your shop" steps={STEPS()} />);
  expect(screen.queryByRole("button", { name: "Back" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(window.location.search).toBe("?step=columns");
  expect(document.activeElement?.textContent).toBe("Columns");
  const steps = within(screen.getByRole("navigation", { name: "Steps" }));
  expect(steps.getAllByRole("link").map((link) => link.textContent)).toEqual(["Files"]);
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(screen.getByText("Files is open")).toBeTruthy();
});

test("an incomplete step can't be left", async () => {
  const onNext = vi.fn(() => false);
  renderWithProviders(<WizardPage title="Your shop" steps={STEPS(onNext)} />);
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(onNext).toHaveBeenCalledOnce();
  expect(screen.getByText("Files is open")).toBeTruthy();
  expect(window.location.search).toBe("");
});

const LANES = ["Draft", "Sent"].map((name) => ({
  key: name.toLowerCase(),
  name,
  count: 2,
  sum: "$1,240",
  children: <p>{name} cards</p>,
}));
const windowIs = (wide: boolean) =>
  vi.spyOn(window, "matchMedia").mockReturnValue({
    matches: wide,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
    addListener: vi.fn(),
    removeListener: vi.fn(),
  } as never);

test("a board shows all lanes side by side, with their counts and sums", () => {
  windowIs(true);
  renderWithProviders(<BoardPage title="Orders" lanes={LANES} />);
  const draft = within(screen.getByRole("region", { name: "Draft" }));
  expect(draft.getByRole("heading", { level: 2 }).textContent).toBe("Draft 2");
  expect(draft.getByText("$1,240")).toBeTruthy();
  expect(screen.getByText("Sent cards")).toBeTruthy();
});

test("in a narrow window lanes are tabs that arrow keys choose", async () => {
  windowIs(false);
  renderWithProviders(<BoardPage title="Orders" lanes={LANES} />);
  const [draft, sent] = screen.getAllByRole("tab");
  expect(screen.queryByText("Sent cards")).toBeNull();
  draft?.focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(document.activeElement).toBe(sent);
  expect(sent?.getAttribute("aria-selected")).toBe("true");
  expect(screen.getByRole("tabpanel").textContent).toContain("Sent cards");
  expect(window.location.search).toBe("?lane=sent");
});

test("the current group of settings is marked", () => {
  const groups = [
    { href: "/settings", name: "Shop" },
    { href: "/settings/suppliers", name: "Suppliers" },
  ];
  renderWithProviders(
    <SettingsPage title="Settings" groups={groups}>
      <p>Name</p>
    </SettingsPage>,
  );
  const links = screen.getAllByRole("link");
  expect(links.map((link) => link.getAttribute("aria-current"))).toEqual(["page", null]);
});
