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

test("a row that goes leaves the focus to the next, the last to the one before", async () => {
  renderWithProviders(<Rows />);
  await userEvent.click(screen.getByRole("button", { name: "Dismiss 18" }));
  await hasFocus("Dismiss 19");
  await userEvent.keyboard("{Enter}");
  await hasFocus("Dismiss 17");
});

test("the last row of all leaves the focus to the heading, never to the body", async () => {
  renderWithProviders(<Rows />);
  for (const next of ["Dismiss 18", "Dismiss 19", "Orders"]) {
    if (next === "Dismiss 18") screen.getByRole("button", { name: "Dismiss 17" }).focus();
    await userEvent.keyboard("{Enter}");
    await hasFocus(next);
  }
});

test("a row removed from a dialog leaves the focus to the next one once that has closed", async () => {
  renderWithProviders(<Rows asks />);
  await userEvent.click(screen.getByRole("button", { name: "Dismiss 17" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await hasFocus("Dismiss 18");
});

test("who went elsewhere is not called back when a row goes", async () => {
  renderWithProviders(<Later />);
  await userEvent.click(screen.getByRole("button", { name: "Open" }));
  await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Open" })).toBeNull());
  await hasFocus("Refresh");
});
