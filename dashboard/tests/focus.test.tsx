import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { Confirm } from "../src/ui/Confirm";
import { useKeepFocus } from "../src/ui/useKeepFocus";
import { renderWithProviders } from "./renderWithProviders";

function Rows({ asks = false }: { asks?: boolean }) {
  const [rows, setRows] = useState(["17", "18", "19"]);
  const [openRow, setOpenRow] = useState<string | null>(null);
  const list = useKeepFocus<HTMLUListElement>();
  const remove = (row: string) => setRows((now) => now.filter((one) => one !== row));
  return (
    <main>
      <h1 tabIndex={-1}>Orders</h1>
      <ul ref={list}>
        {rows.map((row) => (
          <li key={row} data-row>
            <button type="button" onClick={() => (asks ? setOpenRow(row) : remove(row))}>
              Dismiss {row}
            </button>
          </li>
        ))}
      </ul>
      <Confirm
        open={openRow !== null}
        title="Delete?"
        verb="Delete"
        onClose={() => setOpenRow(null)}
        onConfirm={() => {
          remove(openRow ?? "");
          setOpenRow(null);
        }}
      >
        <p>It is gone then.</p>
      </Confirm>
    </main>
  );
}
function Later() {
  const [shown, setShown] = useState(true);
  const list = useKeepFocus<HTMLUListElement>();
  return (
    <main>
      <h1 tabIndex={-1}>Orders</h1>
      <ul ref={list}>
        {shown ? (
          <li data-row>
            <button type="button">Open</button>
          </li>
        ) : null}
      </ul>
      <button type="button" onClick={() => setShown(false)}>
        Refresh
      </button>
    </main>
  );
}
const hasFocus = (name: string) =>
  waitFor(() => expect(document.activeElement?.textContent).toBe(name));

test("removing a row focuses the next one, or the previous one at the end", async () => {
  renderWithProviders(<Rows />);
  await userEvent.click(screen.getByRole("button", { name: "Dismiss 18" }));
  await hasFocus("Dismiss 19");
  await userEvent.keyboard("{Enter}");
  await hasFocus("Dismiss 17");
});

test("removing the only row focuses the heading, never the body", async () => {
  renderWithProviders(<Rows />);
  for (const next of ["Dismiss 18", "Dismiss 19", "Orders"]) {
    if (next === "Dismiss 18") screen.getByRole("button", { name: "Dismiss 17" }).focus();
    await userEvent.keyboard("{Enter}");
    await hasFocus(next);
  }
});

test("a row removed in a dialog focuses the next one once the dialog has closed", async () => {
  renderWithProviders(<Rows asks />);
  await userEvent.click(screen.getByRole("button", { name: "Dismiss 17" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await hasFocus("Dismiss 18");
});

test("removing a row doesn't take the focus from another element", async () => {
  renderWithProviders(<Later />);
  await userEvent.click(screen.getByRole("button", { name: "Open" }));
  await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Open" })).toBeNull());
  await hasFocus("Refresh");
});
