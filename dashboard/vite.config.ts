import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { textsByRoute } from "./build/textsByRoute.ts";

export default defineConfig({
  base: "/app/",
  plugins: [
    react(),
    lingui({ macroTransform: true, failOnMissing: true }),
    textsByRoute(import.meta.dirname),
  ],
  build: {
    outDir: "../gateway/gateway/pages/built",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2023",
  },
  server: { proxy: { "/v1": "http://127.0.0.1:8000", "/health": "http://127.0.0.1:8000" } },
  worker: { format: "es" },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
  },
});
