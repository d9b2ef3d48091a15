import { z } from "zod";
import type { JobHandler } from "#platform/jobs/job-worker.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import type { ImportDeps } from "./work/run-import.ts";
import { sweepImports } from "./list/sweep-imports.ts";
import { IMPORT_QUEUE } from "./queues.ts";
import { runImport } from "./work/run-import.ts";

const HOUR_MS = 3_600_000;
const keyData = z.object({ key: z.string() });

/** Any worker runs them, one import at a time. */
export const importHandlers = (deps: ImportDeps): JobHandler[] => [
  {
    queue: IMPORT_QUEUE,
    concurrency: 1,
    run: async ({ data, signal, isLastAttempt }) => {
      await runImport(deps, keyData.parse(data).key, { signal, isLastAttempt });
      return "done";
    },
  },
];

export const importJobs = (deps: ImportDeps): Job[] => [
  {
    name: "sweep imports",
    run: async () => {
      await sweepImports(deps);
      return HOUR_MS;
    },
  },
];
