import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { betterAuth } from "better-auth/minimal";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { Db } from "#platform/db/db.ts";
import { PASSWORD_LENGTH } from "#features/accounts/contract.ts";
import { hashPassword, verifyPassword } from "./hash-password.ts";
import { credentials, sessions, twoFactors, users, verifications } from "#features/accounts/schema.ts";
import { versionsOf } from "#features/accounts/core/secret-versions.ts";
import { CHALLENGE_COOKIE, SESSION_COOKIE, SESSION_DAYS } from "#features/accounts/rules/session.ts";

const DAY_S = 86_400;
const COOKIE = { httpOnly: true, secure: true, sameSite: "lax", path: "/" } as const;

/**
 * better-auth as it is used here: users, passwords, sessions and the second factor, called in this process alone; it has
 * no routes, sends no mail and sees no request of a client. Codes by mail are ours (issue-code.ts), and so are the
 * copies of sessions and the check of a cookie under older secrets, which its cookies do not know.
 */
function configure(db: Db, secrets: readonly string[], publicUrl: string) {
  return betterAuth({
    appName: "GE-Metrics",
    baseURL: publicUrl,
    secrets: versionsOf(secrets),
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: {
        user: users,
        session: sessions,
        account: credentials,
        verification: verifications,
        twoFactor: twoFactors,
      },
    }),
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      // Counted in UTF-16 units here, in characters by the contract, which is asked first.
      maxPasswordLength: 2 * PASSWORD_LENGTH.max,
      password: {
        hash: hashPassword,
        verify: ({ hash, password }) => verifyPassword(hash, password),
      },
    },
    user: {
      additionalFields: {
        role: { type: "string", input: false, defaultValue: "user" },
        lockedAt: { type: "date", input: false, required: false },
      },
    },
    session: { expiresIn: SESSION_DAYS * DAY_S, freshAge: 0, disableSessionRefresh: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: "ge",
      useSecureCookies: false,
      defaultCookieAttributes: COOKIE,
      cookies: { session_token: { name: SESSION_COOKIE }, two_factor: { name: CHALLENGE_COOKIE } },
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: ["x-client-ip"] },
    },
    plugins: [twoFactor({ issuer: "GE-Metrics", allowPasswordless: true })],
  });
}

export type Auth = {
  readonly api: ReturnType<typeof configure>["api"];
  readonly context: ReturnType<typeof configure>["$context"];
  readonly secrets: readonly string[];
  /** What `work` and better-auth do meanwhile is one transaction. An error that leaves `work` undoes all of it. */
  readonly inTransaction: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
};

export function openAuth(opts: { db: Db; secrets: readonly string[]; publicUrl: string }): Auth {
  const transactions = new AsyncLocalStorage<Db>();
  // better-auth holds one handle for good; this one is the running transaction's where there is one.
  const current = new Proxy(opts.db, {
    get: (db, name) => Reflect.get(transactions.getStore() ?? db, name),
  });
  const { api, $context } = configure(current, opts.secrets, opts.publicUrl);
  return {
    api,
    context: $context,
    secrets: opts.secrets,
    inTransaction: (work) => current.transaction((tx) => transactions.run(tx, () => work(tx))),
  };
}
