import { messages } from "virtual:sentences/en";
import { i18n } from "@lingui/core";
import { cleanup } from "@testing-library/react";
import { afterAll, afterEach, beforeEach, vi } from "vitest";

beforeEach(() => {
  // No test reaches a network.
  vi.stubGlobal("fetch", async () => Response.json({}, { status: 503 }));
  localStorage.clear();
  i18n.loadAndActivate({ locale: "en", messages });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
// What a file sets for all its tests: the next file runs in the same process.
afterAll(() => {
  vi.unstubAllEnvs();
});
