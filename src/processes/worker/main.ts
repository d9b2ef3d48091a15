import { features } from "#server/features.ts";
import type { WorkerDeps } from "#trpc/feature.ts";
import { openStripeAccount } from "#features/billing/stripe/open-stripe-account.ts";
import { isAppError } from "#platform/app-error.ts";
import { systemClock } from "#platform/clock.ts";
import { openDb } from "#platform/db/db.ts";
import { workQueues } from "#platform/jobs/job-worker.ts";
import { waitForSchema } from "#platform/db/schema-version.ts";
import { createMetrics } from "#platform/metrics/metrics.ts";
import { serveMetrics } from "#platform/metrics/serve-metrics.ts";
import { BACKGROUND, collectWhenIdle } from "#platform/idle-collector.ts";
import { openLog } from "#platform/log/log.ts";
import { openMailTransport } from "#platform/mail.ts";
import { createEncryption } from "#platform/encryption.ts";
import { sleep } from "#platform/sleep.ts";
import { createUpstream } from "#platform/upstream/upstream.ts";
import { EXIT_CONFIG, readEnvOrExit } from "#processes/exit-config.ts";
import { exitIfVersionIsAsked } from "#processes/print-version.ts";
import { readVersion } from "#platform/version.ts";
import { runWorker } from "./worker.ts";

/** Shorter than the time that an orchestrator waits between SIGTERM and SIGKILL. */
const STOP_WITHIN_MS = 4_500;

exitIfVersionIsAsked();
const env = readEnvOrExit("worker");
const log = openLog({ level: env.LOG_LEVEL, process: "worker" });
const upstream = createUpstream({
  name: "the price feed",
  baseUrl: env.PRICE_FEED_URL,
  userAgent: env.PRICE_FEED_USER_AGENT,
  clock: systemClock,
  sleep,
  random: Math.random,
});

const stopping = new AbortController();
const stop = (reason: string) => {
  if (stopping.signal.aborted) return;
  log.info({ reason }, "stopping");
  stopping.abort();
  // Work that is still running is in a transaction: PostgreSQL rolls it back when the connection closes.
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
};
process.once("SIGTERM", () => stop("SIGTERM"));
process.once("SIGINT", () => stop("SIGINT"));

const pool = env.WORKER_DATABASE_POOL;
const db = openDb({ url: env.DATABASE_URL, max: pool, applicationName: "ge-metrics queued jobs" });
const metrics = createMetrics("worker");
const encryption = createEncryption(env.AUTH_SECRETS);
if (env.SMTP_URL === undefined) log.warn("SMTP_URL is not set: mails wait in the queue");
const deps: WorkerDeps = {
  db: db.orm,
  clock: systemClock,
  log,
  encryption,
  secrets: env.AUTH_SECRETS,
  publicUrl: env.PUBLIC_URL,
  keptDays: {
    history5m: env.KEEP_HISTORY_5M_DAYS ?? null,
    history1h: env.KEEP_HISTORY_1H_DAYS ?? null,
    unownedAudit: env.KEEP_UNOWNED_AUDIT_DAYS,
    stripeEvents: env.KEEP_STRIPE_EVENTS_DAYS ?? null,
  },
  billing: openStripeAccount(env),
  mail:
    env.SMTP_URL === undefined ? null : { transport: openMailTransport(env.SMTP_URL), from: env.MAIL_FROM },
};
const handlers = features.flatMap((feature) => feature.handlers?.(deps) ?? []);

log.info({ ...readVersion(), feed: upstream.baseUrl }, "worker started");
await waitForSchema({ db: db.orm, log }, stopping.signal);
const metricsServer = serveMetrics(metrics, { port: env.ADMIN_PORT, host: env.ADMIN_HOST, log });
const onRun = (job: string, outcome: string) => metrics.jobRuns.inc({ job, outcome });
const queues = workQueues({ url: env.DATABASE_URL, pool, handlers, log, sleep, onRun }, stopping.signal);
collectWhenIdle(BACKGROUND);
let exitCode = 0;
try {
  await runWorker(
    {
      databaseUrl: env.DATABASE_URL,
      databasePool: pool,
      keptDays: deps.keptDays,
      leaseLostAfterMs: env.LEASE_LOST_AFTER_MS,
      onRun,
      upstream,
      clock: systemClock,
      sleep,
      random: Math.random,
      log,
      features,
      clockJobs: (fenced) =>
        features.flatMap((feature) => feature.clockJobs?.({ ...deps, db: fenced }) ?? []),
    },
    stopping.signal,
  );
} catch (error) {
  exitCode = isAppError(error) && error.code === "conflict" ? EXIT_CONFIG : 1;
  log.fatal({ error }, isAppError(error) ? error.message : "the worker failed");
  stop("failed");
}
await queues;
metricsServer?.close();
await db.close(1);
log.info("stopped");
process.exit(exitCode);
