import { createHash } from "node:crypto";
import { AppError } from "#platform/app-error.ts";
import { signInEmailPolicy } from "#features/accounts/policies.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";

const formatWait = (seconds: number): string =>
  seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;

/**
 * Counts an attempt to sign in or to request or use a code against its e-mail address, whether or not an account has it
 * and whatever the caller's IP address. Throws `rate_limited`.
 */
export async function chargeEmailLimit(deps: Pick<AccountDeps, "limiter">, email: string): Promise<void> {
  const key = createHash("sha256").update(email).digest("base64url");
  const spent = await deps.limiter.chargeWork(signInEmailPolicy, key);
  if (spent.allowed) return;
  const message = `Too many tries for this account. Wait ${formatWait(spent.resetS)}, then try again`;
  throw new AppError("rate_limited", message, { retryAfterS: spent.resetS });
}
