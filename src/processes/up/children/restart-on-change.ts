import { watch } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./node-child.ts";
import type { Run } from "#processes/up/run.ts";

/** Editors write a file in several steps, and a branch switch changes many files at once. */
const SETTLE_MS = 200;

/**
 * Restarts a process when one of its sources changes. Node's own --watch also follows the files Next.js writes
 * while it compiles, and would restart the web process on the first visit of each page.
 */
export function restartOnChange(opts: {
  /** Matched against paths relative to src/, with forward slashes. */
  of: RegExp;
  run: Run;
  name: string;
  restart: () => Promise<void>;
}): void {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(join(ROOT, "src"), { recursive: true, signal: opts.run.signal }, (_, changed) => {
    if (changed === null || !opts.of.test(changed) || !/(?<!\.test)\.ts$/.test(changed)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (opts.run.signal.aborted) return;
      opts.run.report(`  ${opts.name} restarts: src/${changed} changed`);
      opts
        .restart()
        .catch((error: unknown) => opts.run.report(`! ${opts.name} did not restart: ${String(error)}`));
    }, SETTLE_MS);
  });
  watcher.on("error", (error) => opts.run.report(`! changes are no longer seen: ${error.message}`));
}
