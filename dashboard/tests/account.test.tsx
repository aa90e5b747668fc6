import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { api } from "../src/api/client";
import { Account } from "../src/ui/Account";
import { renderWithProviders } from "./renderWithProviders";

const ANYONE = { how: "anonymous", name: null, role: "viewer", may: {}, csrf_token: null };

function answer(data: object) {
  vi.spyOn(api, "GET").mockResolvedValue({
    data,
    response: new Response(null, { status: 200 }),
  } as never);
}

test("a reduced role is explained, with a link to sign in", async () => {
  answer({ ...ANYONE, lowered_from: "admin" });
  renderWithProviders(<Account />);
  expect(await screen.findByText("View only. Sign in to make changes.")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toBe("/signin");
});

test("the configured role needs no explanation", async () => {
  answer({ ...ANYONE, lowered_from: null });
  const { container } = renderWithProviders(<Account />);
  await vi.waitFor(() => expect(api.GET).toHaveBeenCalled());
  expect(container.querySelector("a")).toBeNull();
});
