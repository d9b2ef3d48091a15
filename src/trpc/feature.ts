import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { Sql } from "postgres";
import type { JobHandler } from "#platform/jobs/job-worker.ts";
import type { JobQueue } from "#platform/jobs/jobs.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import type { Log } from "#platform/log/log.ts";
import type { MailTransport } from "#platform/mail.ts";
import type { Encryption } from "#platform/encryption.ts";
import type { Sleep } from "#platform/sleep.ts";
import type { StripeAccount } from "#platform/stripe.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import type { HttpMount } from "./http-mount.ts";
import type { WebDeps } from "./register.ts";

/** What jobs and handlers of the worker may use. */
export type WorkerDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  encryption: Encryption;
  /** Of AUTH_SECRETS, the newest first. */
  secrets: readonly string[];
  publicUrl: string;
  /** Null: no Stripe is set up, and nothing is sold. */
  billing: StripeAccount | null;
  /** Null: no mail server is set up, and mails wait in their queue. */
  mail: { transport: MailTransport; from: string } | null;
};

/** What jobs use that follow the price feed; they start once the feed has said who it is. */
export type FeedJobDeps = {
  sql: Sql;
  clock: Clock;
  log: Log;
  sleep: Sleep;
  upstream: Upstream;
  /** Between two requests of a backfill, ms: what is polite to this feed. */
  backfillPaceMs: number;
};

/** `not_configured`: there is nothing to check. Rejects or takes too long: failing. */
export type HealthCheck = (deps: WebDeps) => Promise<"ok" | "not_configured">;

/**
 * What a feature brings to the server. `server/features.ts` lists the features; everything that must be made for one,
 * such as a queue or a limit, is made from its descriptor, so that a new feature changes no other file of the server.
 */
export type Feature = {
  readonly name: string;
  /** Job queues that it sends to; the migration makes them. */
  readonly queues?: readonly JobQueue[];
  /** What any worker does about those queues; a queue without a handler keeps its jobs. */
  readonly handlers?: (deps: WorkerDeps) => readonly JobHandler[];
  /** What the one worker that holds the lease does by the clock. */
  readonly clockJobs?: (deps: WorkerDeps) => readonly Job[];
  /** The same of jobs that read the price feed, in the order in which a first page needs them. */
  readonly feedJobs?: (deps: FeedJobDeps) => readonly Job[];
  readonly account?: AccountLifecycle;
  /** Its actions in the audit log, with the words that a person reads. */
  readonly auditWords?: Readonly<Record<string, string>>;
  readonly limits?: readonly LimitPolicy[];
  readonly http?: readonly HttpMount[];
  /** By name: what a procedure's kept bytes depend on (`meta.cache.stamp`). Two equal stamps mean the same answer. */
  readonly cacheStamps?: Readonly<Record<string, (deps: WebDeps) => Promise<string>>>;
  /** Parts of `/health/deep`. */
  readonly healthChecks?: Readonly<Record<string, HealthCheck>>;
};
