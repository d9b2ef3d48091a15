import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import type { WebDeps } from "#trpc/register.ts";
import type { Auth } from "./core/open-auth.ts";
import type { SessionCache } from "./sessions/session-cache.ts";

type AccountParts = {
  auth: Auth;
  sessionCache: SessionCache;
  /** The features' hooks for the export, change and deletion of an account. */
  accountLifecycle: readonly AccountLifecycle[];
};

declare module "#trpc/register.ts" {
  interface WebDeps extends AccountParts {}
}

/** All dependencies of the verbs in this feature; each verb picks those that it needs. */
export type AccountDeps = Pick<WebDeps, "db" | "clock" | "log" | "encryption" | "limiter"> & AccountParts;
