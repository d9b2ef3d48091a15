import { join } from "node:path";
import { startScript } from "#processes/up/children/node-child.ts";
import type { Plan } from "#processes/up/setup/options.ts";
import { untilAnswers } from "#processes/up/children/readiness.ts";
import type { Run } from "#processes/up/run.ts";
import { supervise } from "#processes/up/children/supervise.ts";
import { freePort } from "#processes/up/children/tied-process.ts";

const START_LIMIT_MS = 60_000;
const CRASH_LIMIT = 3;

export type Mailbox = {
  readonly smtpUrl: string;
  /** Resolves, with where its mails can be read, once it answers. */
  readonly ready: () => Promise<string>;
};

/**
 * Starts maildev, which takes every mail and sends none on; null where the operator named a mail server. It takes a
 * second of processor time to load, so nothing waits for it before the end.
 */
export async function startMailbox(plan: Plan, run: Run): Promise<Mailbox | null> {
  if (plan.env.SMTP_URL !== undefined) return null;
  const smtp = await freePort();
  const web = await freePort();
  const log = run.openLog("mailbox");
  const child = await supervise({
    name: "mailbox",
    start: async () =>
      startScript({
        path: "src/processes/up/mail/maildev.ts",
        args: ["--smtp", String(smtp), "--web", String(web), "--dir", join(plan.dataDir, "mail")],
        env: {},
        onLine: log.sink,
      }),
    report: run.reportFrom(log),
  });
  run.add({ name: "mailbox", stop: child.stop });
  const url = `http://127.0.0.1:${web}`;
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp}`,
    ready: async () => {
      await untilAnswers({
        url: `${url}/healthz`,
        accept: (status) => status === 200,
        limitMs: START_LIMIT_MS,
        signal: run.signal,
        failed: () =>
          child.crashes() < CRASH_LIMIT
            ? undefined
            : `The mail server ended ${child.crashes()} times while starting, its last lines:\n${log.recent()}`,
      });
      return url;
    },
  };
}
