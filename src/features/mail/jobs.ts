import type { JobHandler } from "#platform/jobs/job-worker.ts";
import { deliverMail } from "./deliver-mail.ts";
import { MAIL_QUEUE } from "./queue-mail.ts";

/** Enough that one server which hangs does not hold up the rest, few enough for any server's limit of connections. */
const CONCURRENCY = 4;

/** What the worker does for mail. */
export const mailHandlers = (deps: Parameters<typeof deliverMail>[0]): JobHandler[] => [
  { queue: MAIL_QUEUE, concurrency: CONCURRENCY, run: (job) => deliverMail(deps, job) },
];
