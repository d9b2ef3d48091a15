import { randomBytes } from "node:crypto";
import type { Db } from "#platform/db/db.ts";
import { readSignedCookie, setCookie, signValue } from "#features/accounts/core/sign-cookies.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { PASSKEY_COOKIE } from "#features/accounts/rules/session.ts";
import { PASSKEY_TTL_S } from "#features/accounts/rules/webauthn.ts";
import { usedChallenges } from "#features/accounts/schema.ts";

type Deps = Pick<AccountDeps, "auth" | "clock">;

/**
 * What a signature may open: signing in, the second step of one sign-in (its challenge), adding or removing a passkey of
 * one user (the id), confirming one session (its id).
 */
export type PasskeyPurpose =
  | "sign_in"
  | `second_factor:${string}`
  | `add:${string}`
  | `remove:${string}`
  | `confirm:${string}`;

/** `expiresAt` in epoch ms. */
export type PasskeyChallenge = { challenge: string; expiresAt: number };

/**
 * Makes a challenge. It is kept in a signed cookie alone: requests of strangers store nothing. A browser has one, the
 * newest.
 */
export function makeChallenge(
  { auth, clock }: Deps,
  purpose: PasskeyPurpose,
): { challenge: string; cookie: string } {
  const challenge = randomBytes(32).toString("base64url");
  const expiresAt = clock.now().getTime() + PASSKEY_TTL_S * 1_000;
  const signed = signValue(`${challenge}|${expiresAt}|${purpose}`, auth.secrets[0] ?? "");
  return { challenge, cookie: setCookie(PASSKEY_COOKIE, signed, PASSKEY_TTL_S) };
}

/** The browser's challenge; null if it has none for this purpose, or too old a one. */
export function readChallenge(
  { auth, clock }: Deps,
  cookies: string,
  purpose: PasskeyPurpose,
): PasskeyChallenge | null {
  const [challenge, expires, madeFor] =
    readSignedCookie(cookies, PASSKEY_COOKIE, auth.secrets)?.split("|") ?? [];
  const expiresAt = Number(expires);
  if (challenge === undefined || madeFor !== purpose || !(expiresAt > clock.now().getTime())) return null;
  return { challenge, expiresAt };
}

/** Allows each challenge one use. False if it was used before. A rollback of `tx` gives the use back. */
export async function claimChallenge(tx: Db, { challenge, expiresAt }: PasskeyChallenge): Promise<boolean> {
  const claimed = await tx
    .insert(usedChallenges)
    .values({ challenge, expiresAt: new Date(expiresAt) })
    .onConflictDoNothing()
    .returning({ challenge: usedChallenges.challenge });
  return claimed.length > 0;
}
