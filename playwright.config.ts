import { existsSync } from "node:fs";
import { chromium, defineConfig } from "@playwright/test";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results/e2e",
  globalSetup: "./tests/e2e/support/global-setup.ts",
  fullyParallel: true,
  // More than the cores of a small machine: many tests wait, for a poll, a product of their own or a timer.
  workers: 3,
  // Limits of what hangs, not of what is slow: two browsers and the whole product share the machine.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // Billing has a product of its own and one worker: begun last, as Playwright would, the others would wait for it.
  projects: [
    { name: "billing", testMatch: "billing.spec.ts" },
    { name: "shared", testIgnore: "billing.spec.ts" },
  ],
  // PLAYWRIGHT_JSON_OUTPUT_NAME or PLAYWRIGHT_JSON_OUTPUT_FILE says where the JSON goes.
  reporter: [["list"], ["json"]],
  use: {
    viewport: { width: 1440, height: 900 },
    colorScheme: "dark",
    // Traces take a quarter of the time, so they are asked for: `npm run e2e -- --trace retain-on-failure`.
    screenshot: "only-on-failure",
    // What a worker keeps has no place in a test of another thing; `offline.spec.ts` lets it run.
    serviceWorkers: "block",
    launchOptions: {
      ...(existsSync(chromium.executablePath()) ? {} : { executablePath: DEBIAN_CHROMIUM }),
      // Chromium's own traffic has no place in a test; its sandbox can't be had as root.
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        // Debian's launcher asks for rasterization on a GPU, which a machine without one emulates.
        "--disable-gpu",
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    },
  },
});
