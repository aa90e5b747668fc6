import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { sentences } from "./build/sentences.ts";
import { textsByRoute } from "./build/textsByRoute.ts";

// The gateway behind the development server.
const gateway = `http://127.0.0.1:${process.env.PORT ?? 8000}`;

export default defineConfig({
  base: "/app/",
  plugins: [
    react(),
    lingui({ macroTransform: true, failOnMissing: true }),
    sentences(import.meta.dirname),
    textsByRoute(import.meta.dirname),
  ],
  build: {
    outDir: "../gateway/gateway/pages/built",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2023",
  },
  server: { proxy: { "/v1": gateway, "/health": gateway, "/generate-campaign": gateway } },
  worker: { format: "es" },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    // Files share a process and its modules: a third of the CPU. tests/setup.ts undoes what they change.
    isolate: false,
  },
});
