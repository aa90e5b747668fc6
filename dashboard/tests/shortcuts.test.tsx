import { fireEvent } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import { Shortcuts } from "../src/ui/Shortcuts";
import { renderWithProviders } from "./renderWithProviders";

const press = (key: string) => fireEvent.keyDown(document.body, { key });

beforeEach(() => {
  history.replaceState(null, "", "/");
  renderWithProviders(<Shortcuts onFind={vi.fn()} />);
});

test("g and a page's key open the page", () => {
  press("g");
  press("a");
  expect(location.pathname).toBe("/data");
});

test("a third key opens no other page", () => {
  press("g");
  press("p");
  press("a");
  expect(location.pathname).toBe("/plan");
});

test("a key that belongs to no page disarms g", () => {
  press("g");
  press("q");
  press("a");
  expect(location.pathname).toBe("/");
});
