import type { Feature } from "#trpc/feature.ts";
import { mailHandlers } from "./jobs.ts";
import { MAIL_QUEUE } from "./queue-mail.ts";

/** Mails are queued in the transaction of their cause (`queue-mail.ts`). Any worker renders and delivers them. */
export const mail: Feature = {
  name: "mail",
  queues: [MAIL_QUEUE],
  handlers: (deps) => (deps.mail === null ? [] : mailHandlers({ ...deps, ...deps.mail })),
};
