import type { AnyRouter } from "@trpc/server";
import type { Actor, AdminAccess, Session } from "#platform/actor.ts";
import type { Cache, CacheLookup } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { Limiter, Spent } from "#platform/limits/limiter.ts";
import type { Log } from "#platform/log/log.ts";
import type { Encryption } from "#platform/encryption.ts";
import type { Version } from "#platform/version.ts";

/**
 * The dependencies of procedures. A feature that needs more adds it by module augmentation in its own folder; then
 * `server/deps.ts` does not compile until it provides the addition.
 */
export interface WebDeps {
  db: Db;
  /** Possibly a replica that is seconds behind; only for reads that tolerate it. */
  dbRead: Db;
  cache: Cache & CacheLookup;
  clock: Clock;
  limiter: Limiter;
  log: Log;
  encryption: Encryption;
  /** The site's public origin, such as https://example.com. */
  publicUrl: string;
  /** What runs. Strangers may know the version, not the revision. */
  version: Version;
}

/** What one HTTP request brings to its calls and collects for its answer. Features add to it as to WebDeps. */
export interface RequestScope {
  readonly actor: Actor;
  /** What a request without a session is counted by: an IPv4 address, or the /64 of an IPv6 address. */
  readonly rateLimitKey: string;
  /** The `Cookie` header. */
  readonly cookies: string;
  /** True for calls of this process itself, which are not counted against rate limits. */
  readonly skipsLimits: boolean;
  /** The session, read once per request. Rejects if neither Redis nor the database answers. */
  readonly session: () => Promise<Session | null>;
  /** What the session may do in the admin part, read from the database once per request; null without a session. */
  readonly adminAccess: () => Promise<AdminAccess | null>;
  readonly setCookies: (cookies: readonly string[]) => void;
  readonly recordSpent: (spent: Spent) => void;
  readonly answerHeaders: () => Headers;
}

/**
 * `server/root.ts` registers the root router here, so that the browser's client has its types although `trpc/` does not
 * import from `server/`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type, typescript/no-empty-interface -- server/root.ts fills it
export interface Register {}

export type AppRouter = Register extends { router: infer Router extends AnyRouter } ? Router : AnyRouter;
