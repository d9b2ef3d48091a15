import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { Sql } from "postgres";
import type { JobHandler } from "#platform/jobs/job-worker.ts";
import type { JobQueue } from "#platform/jobs/jobs.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import type { Figure } from "#platform/metrics/metrics.ts";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import type { Log } from "#platform/log/log.ts";
import type { MailTransport } from "#platform/mail.ts";
import type { Encryption } from "#platform/encryption.ts";
import type { Sleep } from "#platform/sleep.ts";
import type { StripeAccount } from "#platform/stripe.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import type { HttpMount } from "./http-mount.ts";
import type { WebDeps } from "./register.ts";

/** After how many days rows are deleted, as the operator set it; null: never. */
export type KeptDays = {
  history5m: number | null;
  history1h: number | null;
  /** Audit entries about no account. */
  unownedAudit: number;
  stripeEvents: number | null;
};

/** The dependencies of clock jobs and job handlers in the worker. */
export type WorkerDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  encryption: Encryption;
  /** AUTH_SECRETS, newest first. */
  secrets: readonly string[];
  publicUrl: string;
  keptDays: KeptDays;
  /** Null: Stripe is not configured, and no plans are sold. */
  billing: StripeAccount | null;
  /** Null: no mail server is configured, and mails wait in their queue. */
  mail: { transport: MailTransport; from: string } | null;
};

/** The dependencies of jobs that read the price feed. They start once the feed has identified itself. */
export type FeedJobDeps = {
  sql: Sql;
  clock: Clock;
  log: Log;
  sleep: Sleep;
  upstream: Upstream;
  keptDays: KeptDays;
  /** Pause between two requests of a backfill, ms, to spare the feed. */
  backfillPaceMs: number;
};

/** `not_configured`: there is nothing to check. A check that rejects or takes too long counts as failing. */
export type HealthCheck = (deps: WebDeps) => Promise<"ok" | "not_configured">;

/** A page whose bytes all visitors share, and the query parameters that it reads; others do not make another page. */
export type SharedPage = { path: RegExp; params: readonly string[] };

/**
 * A feature's descriptor for the server. `server/features.ts` lists the features, and the server creates queues, limits
 * and so on from the descriptors, so that a new feature changes no other file of the server.
 */
export type Feature = {
  readonly name: string;
  /** Job queues that the feature sends to; the migration creates them. */
  readonly queues?: readonly JobQueue[];
  /** Handlers of those queues, which any worker runs. Jobs of a queue without a handler wait. */
  readonly handlers?: (deps: WorkerDeps) => readonly JobHandler[];
  /** Clock jobs, which the worker with the lease runs, on a database that is fenced (`platform/db/fence.ts`). */
  readonly clockJobs?: (deps: WorkerDeps) => readonly Job[];
  /** Jobs of the worker with the lease that read the price feed, in the order in which a first page needs them. */
  readonly feedJobs?: (deps: FeedJobDeps) => readonly Job[];
  readonly account?: AccountLifecycle;
  /** The feature's audit actions with the text that users and admins read. */
  readonly auditWords?: Readonly<Record<string, string>>;
  readonly limits?: readonly LimitPolicy[];
  readonly http?: readonly HttpMount[];
  /** Cache stamps by name, for `meta.cache.stamp` of procedures. Equal stamps mean the same answer. */
  readonly cacheStamps?: Readonly<Record<string, (deps: WebDeps) => Promise<string>>>;
  /**
   * For `meta.cache.sameInput` of procedures: maps an input to the one whose answer it shares. An input that callers
   * choose freely would else fill the cache with equal answers. Called only for answers that are not in the cache.
   */
  readonly cacheInputs?: Readonly<Record<string, (deps: WebDeps, input: unknown) => Promise<unknown>>>;
  /** Pages that are the same for all visitors. Features may add parameters to the same page. */
  readonly sharedPages?: readonly SharedPage[];
  /** Figures for `/metrics`, read when they are asked for. */
  readonly metrics?: readonly Figure<WebDeps>[];
  /** Parts of `/health/deep`. */
  readonly healthChecks?: Readonly<Record<string, HealthCheck>>;
};
