import type { JobQueue } from "#platform/jobs/jobs.ts";

/** One run at a time for each import; what it does follows from the import's state (jobs.ts). */
export const IMPORT_QUEUE = {
  name: "imports",
  policy: "key",
  retries: 5,
  retryAfterS: 2,
  retryAfterMaxS: 60,
  runLimitS: 3_600,
  heartbeatS: 15,
  keepWaitingS: 7 * 86_400,
  keepEndedS: 86_400,
} as const satisfies JobQueue;
