import type { AnyRouter } from "@trpc/server";
import type { Actor, Session } from "#platform/actor.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { Limiter, Spent } from "#platform/limits/limiter.ts";
import type { Log } from "#platform/log/log.ts";
import type { Encryption } from "#platform/encryption.ts";

/**
 * What procedures of the web tier may use. A feature that needs more adds it by module augmentation in its own folder,
 * and `server/deps.ts`, which makes the record, does not compile until it provides the addition.
 */
export interface WebDeps {
  db: Db;
  /** May be a replica that is seconds behind: for reads that tolerate it. */
  dbRead: Db;
  cache: Cache;
  clock: Clock;
  limiter: Limiter;
  log: Log;
  encryption: Encryption;
  /** The origin that people type into their browser. */
  publicUrl: string;
}

/** What one HTTP request brings to its calls, and what they leave for its answer. Features add to it as to WebDeps. */
export interface RequestScope {
  readonly actor: Actor;
  /** What a request without a session is counted by: an IPv4 address, or the /64 of an IPv6 address. */
  readonly rateLimitKey: string;
  /** The `Cookie` header. */
  readonly cookies: string;
  /** Counted already, or made by this process itself. */
  readonly skipsLimits: boolean;
  /** The session, looked up once however many calls ask. Rejects when neither Redis nor the database answers. */
  readonly session: () => Promise<Session | null>;
  readonly setCookies: (cookies: readonly string[]) => void;
  readonly recordSpent: (spent: Spent) => void;
  readonly answerHeaders: () => Headers;
}

/**
 * `server/root.ts` registers the root router here, so that the browser's client has its types although this room
 * imports nothing above it.
 */
// oxlint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface -- server/root.ts fills it
export interface Register {}

export type AppRouter = Register extends { router: infer Router extends AnyRouter } ? Router : AnyRouter;
