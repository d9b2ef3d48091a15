import type { JobHandler } from "#platform/jobs/job-worker.ts";
import { deliverMail } from "./deliver-mail.ts";
import { MAIL_QUEUE } from "./queue-mail.ts";

/** Several, so that one slow delivery does not block the others; few, because mail servers limit connections. */
const CONCURRENCY = 4;

/** The job handlers of mail. */
export const mailHandlers = (deps: Parameters<typeof deliverMail>[0]): JobHandler[] => [
  { queue: MAIL_QUEUE, concurrency: CONCURRENCY, run: (job) => deliverMail(deps, job) },
];
