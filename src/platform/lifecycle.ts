import type { Log } from "./log/log.ts";

export type ShutdownStep = { name: string; close: () => Promise<unknown> };

/**
 * Runs the steps in the given order on SIGTERM, SIGINT or an uncaught error: stop accepting work, finish running
 * work, close connections. A failing step, or another error during the shutdown, does not skip the remaining steps.
 * Exits with code 1 at the deadline, which lies before the supervisor's SIGKILL.
 */
export function installShutdown(opts: {
  steps: readonly ShutdownStep[];
  deadlineMs: number;
  log: Log;
  onDraining: () => void;
}): void {
  const { log } = opts;
  let draining = false;

  const drain = async (reason: string, exitCode: number): Promise<void> => {
    if (draining) return;
    draining = true;
    // Set first, so that nothing below can prevent the deadline by throwing or waiting.
    setTimeout(() => {
      log.error({ reason }, "stopping took too long");
      process.exit(1);
    }, opts.deadlineMs).unref();
    opts.onDraining();
    log.info({ reason }, "stopping");

    let code = exitCode;
    for (const step of opts.steps) {
      try {
        await step.close();
      } catch (error) {
        code = 1;
        log.error({ step: step.name, error }, "a step of stopping failed");
      }
    }
    log.info({ reason }, "stopped");
    process.exit(code);
  };

  process.once("SIGTERM", () => void drain("SIGTERM", 0));
  process.once("SIGINT", () => void drain("SIGINT", 0));
  // Not `once`: without a handler, a second error would end the process between two steps.
  process.on("uncaughtException", (error) => {
    log.fatal({ error }, "uncaught exception");
    void drain("uncaughtException", 1);
  });
  process.on("unhandledRejection", (error) => {
    log.fatal({ error }, "unhandled rejection");
    void drain("unhandledRejection", 1);
  });
}
