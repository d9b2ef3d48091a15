import { randomBytes } from "node:crypto";
import { systemClock } from "#platform/clock.ts";
import type { Auth } from "#features/accounts/core/open-auth.ts";

const CHALLENGE_MS = 600_000;

/**
 * Asks somebody who came in by a code for the second factor too: better-auth does so after a password alone. Written as
 * its two-factor plugin (1.7.7) writes its own, so that its counted verification takes it from here.
 */
export async function beginChallenge(auth: Auth, userId: string): Promise<string> {
  const { internalAdapter } = await auth.context;
  const identifier = `2fa-${randomBytes(15).toString("base64url")}`;
  // The wall clock's time, which better-auth compares it with.
  const expiresAt = new Date(systemClock.now().getTime() + CHALLENGE_MS);
  await internalAdapter.createVerificationValue({ value: userId, identifier, expiresAt });
  await internalAdapter.createVerificationValue({
    value: "0",
    identifier: `2fa-attempts-${identifier}`,
    expiresAt,
  });
  return identifier;
}
