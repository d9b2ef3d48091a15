import { AppError } from "#platform/app-error.ts";
import { sendJob } from "#platform/jobs/jobs.ts";
import type { JobQueue, JobTx } from "#platform/jobs/jobs.ts";
import type { Encryption } from "#platform/encryption.ts";
import { mailInput } from "./contract.ts";
import type { MailInput } from "./contract.ts";

const HOUR_S = 3_600;

/** 25 attempts in about 14 hours; the last twelve are up to an hour apart. */
export const MAIL_QUEUE = {
  name: "mail",
  policy: "each",
  retries: 24,
  retryAfterS: 2,
  retryAfterMaxS: HOUR_S,
  runLimitS: 60,
  keepWaitingS: 72 * HOUR_S,
  keepEndedS: HOUR_S,
} as const satisfies JobQueue;

type Deps = { tx: JobTx; encryption: Encryption };

/**
 * Queues a mail in the caller's transaction; after the commit it is sent at least once. E-mail address and content are
 * encrypted, so that no code is stored in plain text. Throws `invalid_input` for an invalid mail, such as a subject with
 * a line break.
 */
export async function queueMail({ tx, encryption }: Deps, mail: MailInput): Promise<void> {
  const parsed = mailInput.safeParse(mail);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))].join(", ");
    throw new AppError("invalid_input", `This mail cannot be sent: ${fields}.`);
  }
  const { key, ...content } = parsed.data;
  await sendJob(
    tx,
    MAIL_QUEUE,
    { encrypted: encryption.encrypt(JSON.stringify(content)) },
    {
      ...(key === undefined ? {} : { once: key }),
      ...(content.expireInS === undefined ? {} : { keepWaitingS: content.expireInS }),
    },
  );
}
