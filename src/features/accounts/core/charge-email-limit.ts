import { createHash } from "node:crypto";
import { AppError } from "#platform/app-error.ts";
import { signInEmailPolicy } from "#features/accounts/policies.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";

const formatWait = (seconds: number): string =>
  seconds < 90 ? `${seconds} ${seconds === 1 ? "second" : "seconds"}` : `${Math.ceil(seconds / 60)} minutes`;

/**
 * Counts an attempt to sign in or to request or use a code against its e-mail address, whether or not an account has it
 * and whatever the caller's IP address. Throws `rate_limited`.
 */
export const chargeEmailLimit = (deps: Pick<AccountDeps, "limiter">, email: string): Promise<void> =>
  charge(deps, email, "this account");

/** The same for a sign-in with a passkey, against the id of its credential, whether or not it is known. */
export const chargePasskeyLimit = (deps: Pick<AccountDeps, "limiter">, credentialId: string): Promise<void> =>
  charge(deps, `passkey\n${credentialId}`, "this passkey");

async function charge({ limiter }: Pick<AccountDeps, "limiter">, text: string, what: string): Promise<void> {
  const key = createHash("sha256").update(text).digest("base64url");
  const spent = await limiter.chargeWork(signInEmailPolicy, key);
  if (spent.allowed) return;
  const message = `Too many tries for ${what}. Wait ${formatWait(spent.resetS)}, then try again`;
  throw new AppError("rate_limited", message, { retryAfterS: spent.resetS });
}
