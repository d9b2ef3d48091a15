import { and, eq, lt, or } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { Assertion } from "#features/accounts/rules/webauthn.ts";
import { passkeys } from "#features/accounts/schema.ts";
import { claimChallenge, readChallenge } from "./challenge.ts";
import type { PasskeyChallenge, PasskeyPurpose } from "./challenge.ts";
import { relyingParty, splitTransports, userHandleOf } from "./relying-party.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db">;

/** A right signature. It counts only after `usePasskey`. */
export type VerifiedPasskey = {
  passkeyId: string;
  userId: string;
  counter: number;
  challenge: PasskeyChallenge;
};

/** `late`: no challenge for this, or too old a one. `unknown`: no such passkey. `wrong`: of this user, and refused. */
export type PasskeyRefusal = { refusal: "late" | "unknown" } | { refusal: "wrong"; userId: string };

/**
 * Checks what a browser answered to a challenge: the challenge, the site, that the passkey is known (and `of` this user),
 * that its holder was verified, the signature, and that its counter has not gone back.
 */
export async function verifyAssertion(
  deps: Deps,
  cookies: string,
  { assertion, purpose, of }: { assertion: Assertion; purpose: PasskeyPurpose; of?: string },
): Promise<VerifiedPasskey | PasskeyRefusal> {
  const challenge = readChallenge(deps, cookies, purpose);
  if (challenge === null) return { refusal: "late" };
  const ofUser = of === undefined ? undefined : eq(passkeys.userId, of);
  const [passkey] = await deps.db
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.credentialId, assertion.id), ofUser));
  if (passkey === undefined) return { refusal: "unknown" };
  const counter = await verifySignature(deps, challenge, assertion, passkey);
  if (counter === null) return { refusal: "wrong", userId: passkey.userId };
  return { passkeyId: passkey.id, userId: passkey.userId, counter, challenge };
}

/** The authenticator's new counter; null if anything about the signature is wrong. */
async function verifySignature(
  { auth }: Pick<Deps, "auth">,
  { challenge }: PasskeyChallenge,
  { response, ...assertion }: Assertion,
  passkey: typeof passkeys.$inferSelect,
): Promise<number | null> {
  const { userHandle, ...signed } = response;
  if (userHandle && userHandle !== userHandleOf(passkey.userId)) return null;
  const site = relyingParty(auth);
  // Loaded with its first use: it takes 27 MB, which most processes need later or never.
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...assertion, response: signed, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64")),
        counter: passkey.counter,
        transports: splitTransports(passkey.transports),
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // The library throws for every fault of the answer, with a sentence for developers.
    return null;
  }
}

/**
 * Uses up the challenge and stores the counter, both in `tx`. False if another request has done so first, with this
 * challenge or a later counter, or if the passkey is gone.
 */
export async function usePasskey(
  tx: Db,
  { clock }: Pick<Deps, "clock">,
  { passkeyId, counter, challenge }: VerifiedPasskey,
): Promise<boolean> {
  if (!(await claimChallenge(tx, challenge))) return false;
  const isLater = or(
    lt(passkeys.counter, counter),
    and(eq(passkeys.counter, 0), eq(passkeys.counter, counter)),
  );
  const used = await tx
    .update(passkeys)
    .set({ counter, lastUsedAt: clock.now() })
    .where(and(eq(passkeys.id, passkeyId), isLater))
    .returning({ id: passkeys.id });
  return used.length > 0;
}
