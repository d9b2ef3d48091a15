import { randomBytes } from "node:crypto";
import { systemClock } from "#platform/clock.ts";
import type { Auth } from "#features/accounts/core/open-auth.ts";

const CHALLENGE_MS = 600_000;

/**
 * Makes a challenge for the second factor after a sign-in by code; better-auth makes one only after a password. The rows
 * are those of its two-factor plugin (1.7.7), whose verification then counts the attempts.
 */
export async function beginChallenge(auth: Auth, userId: string): Promise<string> {
  const { internalAdapter } = await auth.context;
  const identifier = `2fa-${randomBytes(15).toString("base64url")}`;
  // better-auth compares it with the system's time, not with deps.clock.
  const expiresAt = new Date(systemClock.now().getTime() + CHALLENGE_MS);
  await internalAdapter.createVerificationValue({ value: userId, identifier, expiresAt });
  await internalAdapter.createVerificationValue({
    value: "0",
    identifier: `2fa-attempts-${identifier}`,
    expiresAt,
  });
  return identifier;
}
