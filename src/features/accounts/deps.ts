import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import type { WebDeps } from "#trpc/register.ts";
import type { Auth } from "./core/open-auth.ts";
import type { SessionCache } from "./sessions/session-cache.ts";

type AccountParts = {
  auth: Auth;
  sessionCache: SessionCache;
  /** What the other features do when an account is exported, changed or deleted. */
  accountLifecycle: readonly AccountLifecycle[];
};

declare module "#trpc/register.ts" {
  interface WebDeps extends AccountParts {}
}

/** What the verbs of accounts may ask for; each takes the part it needs. */
export type AccountDeps = Pick<WebDeps, "db" | "clock" | "log" | "encryption" | "limiter"> & AccountParts;
