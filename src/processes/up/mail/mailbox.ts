import { join } from "node:path";
import { startScript } from "#processes/up/children/node-child.ts";
import type { LaunchOptions } from "#processes/up/setup/options.ts";
import { waitUntilAnswers } from "#processes/up/children/readiness.ts";
import type { Run } from "#processes/up/run.ts";
import { supervise } from "#processes/up/children/supervise.ts";
import { appUser } from "#processes/up/children/os-user.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { readMailboxPlace } from "./mailbox-place.ts";

const START_LIMIT_MS = 60_000;
const CRASH_LIMIT = 3;
const HEAP_MB = 96;

export type Mailbox = {
  readonly smtpUrl: string;
  /** Resolves with the URL of the mailbox's web page once it answers. */
  readonly ready: () => Promise<string>;
};

/**
 * Starts maildev, which receives every mail and forwards none; returns null if a mail server is configured. Its pages are
 * below a path that only the reader of the terminal knows, because mails contain codes that sign in. Loading takes a second of CPU time, so the launcher waits for it last.
 */
export async function startMailbox(options: LaunchOptions, run: Run): Promise<Mailbox | null> {
  if (options.env.SMTP_URL !== undefined) return null;
  const smtp = await freePort();
  const { token, port: web } = await readMailboxPlace(options.dataDir);
  const user = await appUser();
  const log = run.openLog("mailbox");
  const child = await supervise({
    name: "mailbox",
    start: async () =>
      startScript({
        path: "src/processes/up/mail/maildev.ts",
        args: ["--smtp", String(smtp), "--web", String(web), "--dir", join(options.dataDir, "mail")],
        input: token,
        heapMb: HEAP_MB,
        env: {},
        ...(user === undefined ? {} : { user }),
        onLine: log.sink,
      }),
    report: run.reportFrom(log),
  });
  run.add({ name: "mailbox", stop: child.stop });
  const url = `http://127.0.0.1:${web}/${token}`;
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp}`,
    ready: async () => {
      await waitUntilAnswers({
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
