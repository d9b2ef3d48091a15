import { z } from "zod";
import type { Clock } from "#platform/clock.ts";
import type { Job } from "#platform/jobs/job-worker.ts";
import type { Log } from "#platform/log/log.ts";
import { MailFailure } from "#platform/mail.ts";
import type { MailTransport } from "#platform/mail.ts";
import type { Sealer } from "#platform/sealer.ts";
import { mailInput } from "./contract.ts";
import { renderMail } from "./render.ts";

type Deps = {
  transport: MailTransport;
  sealer: Sealer;
  log: Log;
  clock: Clock;
  /** Of every mail: an address, or a name with one in angle brackets. */
  from: string;
};

const jobData = z.object({ sealed: z.string() });
const sealedMail = mailInput.omit({ key: true });

/** Not this mail's fault: a worker that is told the right secret later can open it. */
class Unopened extends Error {
  override readonly name = "Unopened";
}

function openMail(sealer: Sealer, data: unknown) {
  const text = sealer.open(jobData.parse(data).sealed);
  if (text === null) throw new Unopened("a queued mail is sealed by a secret that is not in AUTH_SECRETS");
  return sealedMail.parse(JSON.parse(text));
}

const domainOf = (from: string): string => from.slice(from.lastIndexOf("@") + 1).replace(/>\s*$/, "");

/**
 * Sends one queued mail, at least once: a worker that dies between the server's yes and its own note sends it again,
 * under the same Message-ID, by which servers and readers know the copy. `dead` for what its receiver's server refuses
 * for good and for what is past its time; throws where another try may help.
 */
export async function deliverMail(deps: Deps, job: Job): Promise<"done" | "dead"> {
  const { to, content, expireInS } = openMail(deps.sealer, job.data);
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
