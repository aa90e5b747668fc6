import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Field } from "../src/ui/Field";
import { FileDrop } from "../src/ui/FileDrop";
import { QuantityField } from "../src/ui/QuantityField";
import { renderWithProviders } from "./renderWithProviders";

function Order({ onSave = vi.fn() }: { onSave?: (units: number) => void }) {
  const [units, setUnits] = useState(24);
  return (
    <main>
      <QuantityField
        label="Rioja"
        value={units}
        pack={24}
        advice={48}
        limit={{ least: 24, most: 96, reason: "Supplier minimum 24" }}
        onSave={(value) => {
          setUnits(value);
          onSave(value);
        }}
      />
      <QuantityField label="Juice" value={12} onSave={vi.fn()} />
    </main>
  );
}
const rioja = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Rioja" });

test("plus and minus change the quantity by one pack, within the limits", async () => {
  const onSave = vi.fn();
  renderWithProviders(<Order onSave={onSave} />);
  await userEvent.click(screen.getByRole("button", { name: "Less: Rioja" }));
  expect(onSave).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "More: Rioja" }));
  expect(onSave).toHaveBeenLastCalledWith(48);
  expect(screen.getByText("= 2 packs of 24")).toBeTruthy();
});

test("Enter saves the value and moves to the next quantity", async () => {
  const onSave = vi.fn();
  renderWithProviders(<Order onSave={onSave} />);
  await userEvent.clear(rioja());
  await userEvent.type(rioja(), "72{Enter}");
  expect(onSave).toHaveBeenCalledExactlyOnceWith(72);
  expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Juice" }));
});

test("Escape restores the previous value", async () => {
  const onSave = vi.fn();
  renderWithProviders(<Order onSave={onSave} />);
  await userEvent.clear(rioja());
  await userEvent.type(rioja(), "72{Escape}");
  expect(rioja().value).toBe("24");
  await userEvent.tab();
  expect(onSave).not.toHaveBeenCalled();
});

test.each([
  ["30", "Whole packs of 24: 24 or 48"],
  ["0", "Supplier minimum 24"],
  ["many", "A whole number, 0 or more"],
])("%s cannot be saved: what was typed stays, with the reason", async (typed, reason) => {
  const onSave = vi.fn();
  renderWithProviders(<Order onSave={onSave} />);
  await userEvent.clear(rioja());
  await userEvent.type(rioja(), `${typed}{Enter}`);
  expect(onSave).not.toHaveBeenCalled();
  expect(rioja().value).toBe(typed);
  expect(rioja().getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByText(reason)).toBeTruthy();
});

test("a quantity that differs from the advice offers to restore it", async () => {
  const onSave = vi.fn();
  renderWithProviders(<Order onSave={onSave} />);
  expect(screen.getByText("Advice 48")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "use" }));
  expect(onSave).toHaveBeenCalledExactlyOnceWith(48);
  expect(screen.queryByText("Advice 48")).toBeNull();
});

test("a field's error replaces its hint and describes the input", () => {
  renderWithProviders(
    <Field label="Day" hint="DD.MM.YYYY" error="Write 3 Apr 2026.">
      {(control) => <input {...control} />}
    </Field>,
  );
  const input = screen.getByLabelText("Day");
  const described = document.getElementById(input.getAttribute("aria-describedby") ?? "");
  expect(described?.textContent).toBe("Write 3 Apr 2026.");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  expect(screen.queryByText("DD.MM.YYYY")).toBeNull();
});

test("several files are accepted at once, and one of the wrong type is rejected by name", () => {
  const onFiles = vi.fn();
  renderWithProviders(<FileDrop label="Files" accept={[".csv"]} onFiles={onFiles} />);
  const files = ["a.csv", "B.CSV", "c.pdf"].map((name) => new File(["x"], name));
  const drop = screen.getByLabelText("Files").closest("label") as HTMLElement;
  fireEvent.drop(drop, { dataTransfer: { files } });
  expect(onFiles).toHaveBeenCalledExactlyOnceWith(files.slice(0, 2));
  expect(screen.getByRole("status").textContent).toContain("Not accepted: c.pdf");
});

test("files can be chosen by keyboard", () => {
  renderWithProviders(<FileDrop label="Files" onFiles={vi.fn()} />);
  const input = screen.getByLabelText<HTMLInputElement>("Files");
  input.focus();
  expect(document.activeElement).toBe(input);
  expect(input.type).toBe("file");
  expect(input.multiple).toBe(true);
});
