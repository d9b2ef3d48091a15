import type { Log } from "./log/log.ts";

export type ShutdownStep = { name: string; close: () => Promise<unknown> };

/**
 * Stops in the order given on SIGTERM, SIGINT or an error nobody caught: intake first, then work in flight, then
 * connections. One failing step, or another error while it stops, does not skip the rest, and the deadline comes
 * before anybody's SIGKILL.
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
    // Before all that could throw or wait.
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
  // Not `once`: a second error would find nobody, and end the process between two steps.
  process.on("uncaughtException", (error) => {
    log.fatal({ error }, "uncaught exception");
    void drain("uncaughtException", 1);
  });
  process.on("unhandledRejection", (error) => {
    log.fatal({ error }, "unhandled rejection");
    void drain("unhandledRejection", 1);
  });
}
