import { act, fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { Confirm } from "../src/ui/Confirm";
import { Menu } from "../src/ui/Menu";
import { Sheet } from "../src/ui/Sheet";
import { ToastProvider, useToast } from "../src/ui/Toast";
import { renderWithProviders } from "./renderWithProviders";

afterEach(() => vi.useRealTimers());

function WithSheet() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Filters
      </button>
      <Sheet open={open} title="Filters of the list" onClose={() => setOpen(false)}>
        <input aria-label="Department" />
      </Sheet>
    </>
  );
}

test("a sheet is labelled by its title and returns the focus to its opener", async () => {
  renderWithProviders(<WithSheet />);
  const opener = screen.getByRole("button", { name: "Filters" });
  await userEvent.click(opener);
  const sheet = screen.getByRole("dialog", { name: "Filters of the list" });
  expect((sheet as HTMLDialogElement).open).toBe(true);
  screen.getByLabelText("Department").focus();
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect((sheet as HTMLDialogElement).open).toBe(false);
  expect(document.activeElement).toBe(opener);
});

test("a sheet closed by the browser, as by Escape, is closed for the page too", async () => {
  renderWithProviders(<WithSheet />);
  await userEvent.click(screen.getByRole("button", { name: "Filters" }));
  act(() => screen.getByRole<HTMLDialogElement>("dialog").close());
  expect(screen.queryByLabelText("Department")).toBeNull();
});

test("a confirmation focuses the safe button, and only its action button acts", async () => {
  const [onConfirm, onClose] = [vi.fn(), vi.fn()];
  const confirm = (
    <Confirm
      open
      title="Delete order 17?"
      verb="Delete order"
      destructive
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>Its 14 lines are gone.</p>
    </Confirm>
  );
  renderWithProviders(confirm);
  const safe = screen.getByRole("button", { name: "Cancel" });
  expect(document.activeElement).toBe(safe);
  await userEvent.click(safe);
  expect(onConfirm).not.toHaveBeenCalled();
  expect(onClose).toHaveBeenCalledOnce();
  const verb = screen.getByRole("button", { name: "Delete order" });
  expect(verb.dataset.variant).toBe("destructive");
  await userEvent.click(verb);
  expect(onConfirm).toHaveBeenCalledOnce();
});

test("arrow keys wrap around in a menu, and choosing returns the focus to its button", async () => {
  const print = vi.fn();
  const hide = vi.fn();
  HTMLElement.prototype.hidePopover = hide;
  renderWithProviders(<Menu items={[{ name: "Print", onSelect: print }, { name: "History" }]} />);
  const [first, second] = screen.getAllByRole("menuitem", { hidden: true });
  first?.focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(second);
  await userEvent.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(first);
  await userEvent.keyboard("{ArrowUp}{Home}{Enter}");
  expect(print).toHaveBeenCalledOnce();
  expect(hide).toHaveBeenCalled();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "More" }));
});

function Dismiss({ onUndo }: { onUndo: () => void }) {
  const toast = useToast();
  return (
    <button type="button" onClick={() => toast({ text: "Dismissed until Thu 3 Dec.", onUndo })}>
      Dismiss
    </button>
  );
}

function showToast() {
  vi.useFakeTimers();
  const onUndo = vi.fn();
  renderWithProviders(
    <ToastProvider>
      <Dismiss onUndo={onUndo} />
    </ToastProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  return onUndo;
}
const pass = (ms: number) => act(() => vi.advanceTimersByTime(ms));

test("a toast is announced and disappears after eight seconds", () => {
  showToast();
  expect(screen.getByRole("status").textContent).toContain("Dismissed until Thu 3 Dec.");
  pass(7999);
  expect(screen.getByRole("status").textContent).not.toBe("");
  pass(1);
  expect(screen.getByRole("status").textContent).toBe("");
});

test("a toast stays while it has the focus or the pointer", () => {
  showToast();
  const undo = screen.getByRole("button", { name: "Undo" });
  act(() => undo.focus());
  pass(20_000);
  expect(undo.isConnected).toBe(true);
  act(() => undo.blur());
  fireEvent.pointerEnter(screen.getByRole("status"));
  pass(20_000);
  expect(undo.isConnected).toBe(true);
  fireEvent.pointerLeave(screen.getByRole("status"));
  pass(8000);
  expect(undo.isConnected).toBe(false);
});

test("undo works once, and the focus returns to where it was", () => {
  const onUndo = showToast();
  const origin = screen.getByRole("button", { name: "Dismiss" });
  act(() => origin.focus());
  const undo = screen.getByRole("button", { name: "Undo" });
  act(() => undo.focus());
  fireEvent.click(undo);
  expect(onUndo).toHaveBeenCalledOnce();
  expect(screen.getByRole("status").textContent).toBe("");
  expect(document.activeElement).toBe(origin);
});
