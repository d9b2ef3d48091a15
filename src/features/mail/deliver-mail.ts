import { z } from "zod";
import type { Clock } from "#platform/clock.ts";
import type { Job } from "#platform/jobs/job-worker.ts";
import type { Log } from "#platform/log/log.ts";
import { MailFailure } from "#platform/mail.ts";
import type { MailTransport } from "#platform/mail.ts";
import type { Encryption } from "#platform/encryption.ts";
import { mailInput } from "./contract.ts";
import { renderMail } from "./render.ts";

type Deps = {
  transport: MailTransport;
  encryption: Encryption;
  log: Log;
  clock: Clock;
  /** The sender of every mail: an e-mail address, or a name and an e-mail address in angle brackets. */
  from: string;
};

/** `sealed`: the field's old name, in mails that an older version queued up to three days ago. */
const jobData = z.union([
  z.object({ encrypted: z.string() }),
  z.object({ sealed: z.string() }).transform(({ sealed }) => ({ encrypted: sealed })),
]);
const encryptedMail = mailInput.omit({ key: true });

/** Retried, because a worker that has the right secret can decrypt the mail. */
class UndecryptableMail extends Error {
  override readonly name = "UndecryptableMail";
}

function decryptMail(encryption: Encryption, data: unknown) {
  const text = encryption.decrypt(jobData.parse(data).encrypted);
  if (text === null)
    throw new UndecryptableMail("a queued mail is encrypted with a secret that is not in AUTH_SECRETS");
  return encryptedMail.parse(JSON.parse(text));
}

const domainOf = (from: string): string => from.slice(from.lastIndexOf("@") + 1).replace(/>\s*$/, "");

/**
 * Sends one queued mail at least once. A mail that is sent again has the same Message-ID, by which servers and mail
 * readers recognise the duplicate. Returns `dead` for a permanent refusal or an expired mail; throws if a retry may help.
 */
export async function deliverMail(deps: Deps, job: Job): Promise<"done" | "dead"> {
  const { to, content, expireInS } = decryptMail(deps.encryption, job.data);
  const log = deps.log.child({ job: job.id });
  if (expireInS !== undefined && deps.clock.now().getTime() >= job.sentAtMs + expireInS * 1_000) {
    log.warn("a mail was not sent in time; nobody needs it any more");
    return "dead";
  }
  const messageId = `<${job.id}@${domainOf(deps.from)}>`;
  try {
    await deps.transport.send({ messageId, from: deps.from, to, ...renderMail(content) }, job.signal);
    return "done";
  } catch (error) {
    if (!(error instanceof MailFailure) || !error.permanent) throw error;
    log.error({ error }, "a mail is refused for good");
    return "dead";
  }
}
