import { Writable } from "node:stream";
import pino from "pino";
import { mailHandlers } from "#features/mail/jobs.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import type { MailInput } from "#features/mail/contract.ts";
import type { Clock } from "#platform/clock.ts";
import { systemClock } from "#platform/clock.ts";
import { workQueues } from "#platform/jobs/job-worker.ts";
import type { JobHandler } from "#platform/jobs/job-worker.ts";
import { openMailTransport } from "#platform/mail.ts";
import { createEncryption } from "#platform/encryption.ts";
import { sleep } from "#platform/sleep.ts";
import type { DbHandle } from "#platform/db/db.ts";

export const SECRET = "test-secret-test-secret-test-secret";
export const POLL_OPTIONS = { timeout: 15_000, interval: 50 };

export const mailTo = (to: string, more: Partial<MailInput> = {}): MailInput => ({
  to,
  content: {
    subject: "Your code",
    heading: "Sign in to GE-Metrics",
    paragraphs: ["Type this code where you were asked for it."],
    code: "493027",
  },
  ...more,
});

export const queue = (db: DbHandle, mail: MailInput, secrets: readonly string[] = [SECRET]): Promise<void> =>
  queueMail({ tx: db.orm, encryption: createEncryption(secrets) }, mail);

type Line = { level: number; msg: string; [field: string]: unknown };
export type TestWorker = {
  readonly lines: readonly Line[];
  readonly said: (msg: string) => Line[];
  /** Resolves, with how many milliseconds it took, once everything is closed. */
  readonly stop: () => Promise<number>;
};

/** Works queues in this process, as the worker does, and keeps what it logs. */
export function startTestWorker(
  databaseUrl: string,
  handlersOf: (log: pino.Logger) => JobHandler[],
): TestWorker {
  const lines: Line[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Line);
      done();
    },
  });
  const log = pino({ level: "info", serializers: { error: pino.stdSerializers.err } }, sink);
  const stopping = new AbortController();
  const working = workQueues({ url: databaseUrl, handlers: handlersOf(log), log, sleep }, stopping.signal);
  return {
    lines,
    said: (msg) => lines.filter((line) => line.msg === msg),
    stop: async () => {
      const startedMs = performance.now();
      stopping.abort();
      await working;
      return performance.now() - startedMs;
    },
  };
}

type MailWorkerOptions = { smtpUrl: string; secrets?: readonly string[]; clock?: Clock };

export const startMailWorker = (databaseUrl: string, opts: MailWorkerOptions): TestWorker =>
  startTestWorker(databaseUrl, (log) =>
    mailHandlers({
      transport: openMailTransport(opts.smtpUrl),
      encryption: createEncryption(opts.secrets ?? [SECRET]),
      clock: opts.clock ?? systemClock,
      from: "GE-Metrics <desk@example.org>",
      log,
    }),
  );

type JobRow = { id: string; state: string; tries: number; text: string };

/** Every job of the queue as it lies in the database, oldest first; `text` is the whole row. */
export const jobsOf = (db: DbHandle, name = "mail"): Promise<JobRow[]> => db.sql<JobRow[]>`
  select id, state::text, retry_count as tries, job::text as text from pgboss.job where name = ${name}
  order by created_on`;
