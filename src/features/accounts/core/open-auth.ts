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
 * Configures better-auth for users, passwords, sessions and the second factor. This process calls it as a library: it has
 * no routes and sends no mail. Mailed codes (issue-code.ts), the session cache and cookies that older secrets signed are
 * handled outside it.
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
      // The contract checks new passwords; older ones may be shorter and still sign in.
      minPasswordLength: 1,
      // better-auth counts UTF-16 units. The contract, which counts characters, has checked the length before.
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
  readonly publicUrl: string;
  /** Runs `work` in one transaction, which better-auth's calls inside it join. An error in `work` rolls it back. */
  readonly inTransaction: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
};

/** Opens better-auth on a database handle that follows the current transaction. */
export function openAuth(opts: { db: Db; secrets: readonly string[]; publicUrl: string }): Auth {
  const transactions = new AsyncLocalStorage<Db>();
  // better-auth keeps one handle forever. The proxy forwards to the running transaction if there is one.
  const current = new Proxy(opts.db, {
    get: (db, name) => Reflect.get(transactions.getStore() ?? db, name),
  });
  const { api, $context } = configure(current, opts.secrets, opts.publicUrl);
  return {
    api,
    context: $context,
    secrets: opts.secrets,
    publicUrl: opts.publicUrl,
    inTransaction: (work) => current.transaction((tx) => transactions.run(tx, () => work(tx))),
  };
}
