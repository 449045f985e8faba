import preact from "@preact/preset-vite";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed.ts";
import { small } from "./build/small.ts";

/** The running platform that `npm run dev` works against. */
const platform = process.env.PULLWAY_URL ?? "http://localhost:8080";

export default defineConfig({
  base: "/ui/",
  plugins: [preact(), small(60_000), compressed()],
  build: {
    target: "es2022",
    // Those that know light-dark(), so that it is not rewritten.
    cssTarget: ["chrome123", "edge123", "firefox120", "safari17.5"],
    // A file in the page itself would need a looser Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // The host stays that of the page: the proxies compare it with the origin of requests that change something.
    // A test reads the tables of the documentation.
    fs: { allow: [".", "../docs"] },
    proxy: { "/api": { target: platform, changeOrigin: false } },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    setupFiles: ["src/patience.ts"],
    testTimeout: 30_000,
  },
});
