import { createHash } from "node:crypto";
import { AppError } from "#platform/app-error.ts";
import { signInEmailPolicy } from "#features/accounts/policies.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";

const words = (seconds: number): string =>
  seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;

/**
 * Counts a try of signing in or of using a code against the address it is for, whether or not that has an account, from
 * wherever it comes. Throws `rate_limited`.
 */
export async function chargeEmailLimit(deps: Pick<AccountDeps, "limiter">, email: string): Promise<void> {
  const key = createHash("sha256").update(email).digest("base64url");
  const spent = await deps.limiter.chargeWork(signInEmailPolicy, key);
  if (spent.allowed) return;
  const message = `Too many tries for this account. Wait ${words(spent.resetS)}, then try again`;
  throw new AppError("rate_limited", message, { retryAfterS: spent.resetS });
}
