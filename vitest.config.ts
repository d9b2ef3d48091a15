import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // More than the cores of a small machine: many tests wait, for a server's start, a lock or a timer.
    maxWorkers: 3,
    // A worker loads the product's modules once, not once per file, which halves the CPU time. The few modules with
    // variables run in the browser only, or count up.
    isolate: false,
    reporters: ["default"],
    // The default of a second is too short for a condition that a busy machine reaches late.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}", "tests/lint/**/*.test.ts"],
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        test: { name: "contract", include: ["tests/contract/**/*.test.ts"], testTimeout: 30_000 },
      },
      {
        extends: true,
        // Servers of their own, which they kill.
        test: { name: "faults", include: ["tests/faults/**/*.test.ts"], hookTimeout: 120_000 },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.{ts,tsx}"],
          globalSetup: ["tests/support/servers/global-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
