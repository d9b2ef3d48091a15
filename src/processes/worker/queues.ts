import { CONTACT_QUEUE, FORGET_QUEUE, SYNC_QUEUE } from "#features/billing/stripe/queues.ts";
import { MAIL_QUEUE } from "#features/mail/queue-mail.ts";
import type { JobQueue } from "#platform/jobs/jobs.ts";

/** Every queue there is: the migration makes them, so that any process may send before a worker ever ran. */
export const jobQueues: readonly JobQueue[] = [MAIL_QUEUE, SYNC_QUEUE, CONTACT_QUEUE, FORGET_QUEUE];
