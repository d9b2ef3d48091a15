import { randomUUID } from "node:crypto";
import { AppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { Db } from "#platform/db/db.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import type { ReauthenticateInput } from "#features/accounts/contract.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { confirmOwner } from "#features/accounts/factors/confirm-owner.ts";
import {
  endConfirmations,
  lockSecondFactors,
  settleSecondFactors,
} from "#features/accounts/factors/second-factors.ts";
import { passkeyAddedMail } from "#features/accounts/rules/mails.ts";
import { PASSKEY_COOKIE } from "#features/accounts/rules/session.ts";
import { MAX_PASSKEYS } from "#features/accounts/rules/webauthn.ts";
import type { CreatedCredential, CreationRequest } from "#features/accounts/rules/webauthn.ts";
import { passkeys } from "#features/accounts/schema.ts";
import { readDevice } from "#features/accounts/sessions/read-device.ts";
import { claimChallenge, makeChallenge, readChallenge } from "./challenge.ts";
import type { PasskeyChallenge } from "./challenge.ts";
import type { AddPasskeyInput, PasskeyAdded } from "./contract.ts";
import { readPasskeys, toPasskeyView } from "./manage-passkeys.ts";
import { namePasskey } from "./name-passkey.ts";
import { ALGORITHMS, creationRequestFor, relyingParty } from "./relying-party.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "encryption">;

const TOO_MANY = new AppError(
  "conflict",
  `An account has ${MAX_PASSKEYS} passkeys at most. Remove one that you do not use`,
);
const TOO_LATE = new AppError("invalid_input", "That took too long. Start again", { field: "passkey" });
const NOT_RIGHT = new AppError("invalid_input", "That passkey could not be used here. Try another one", {
  field: "passkey",
});

async function refuseTooMany(db: Db, userId: string) {
  const known = await readPasskeys(db, userId);
  if (known.length >= MAX_PASSKEYS) throw TOO_MANY;
  return known;
}

/**
 * Begins to add a passkey: confirms the owner, who has then five minutes. Throws `invalid_input` for a wrong password or
 * code, `conflict` if there are ten.
 */
export async function startPasskey(
  deps: Deps,
  actor: UserActor,
  input: ReauthenticateInput,
): Promise<{ result: CreationRequest; cookies: readonly string[] }> {
  const known = await refuseTooMany(deps.db, actor.userId);
  await confirmOwner(deps, actor, input);
  const user = await readUser(deps.db, actor.userId);
  const { challenge, cookie } = makeChallenge(deps, `add:${actor.userId}`);
  return { result: creationRequestFor(deps.auth, challenge, { user, known }), cookies: [cookie] };
}

/**
 * Stores a passkey that the browser made. It signs in from now on, and is a second factor; the first one of an account
 * brings backup codes. Throws `invalid_input` (`passkey`), `conflict` if there are ten, or if it is known already.
 */
export async function addPasskey(
  deps: Deps,
  actor: UserActor,
  cookies: string,
  { passkey, name }: AddPasskeyInput,
): Promise<{ result: PasskeyAdded; cookies: readonly string[] }> {
  const { userId } = actor;
  const challenge = readChallenge(deps, cookies, `add:${userId}`);
  if (challenge === null) throw TOO_LATE;
  const made = await verifyCreation(deps, challenge, passkey);
  const { email } = await readUser(deps.db, userId);
  const row = {
    ...made,
    id: randomUUID(),
    userId,
    name: name ?? namePasskey(made.aaguid, readDevice(actor.visitor.userAgent)),
    transports: passkey.response.transports?.join(",") ?? "",
    createdAt: deps.clock.now(),
    lastUsedAt: null,
  };
  const backupCodes = await deps.auth.inTransaction(async (tx) => {
    await lockSecondFactors(tx, userId);
    if (!(await claimChallenge(tx, challenge))) throw TOO_LATE;
    await refuseTooMany(tx, userId);
    const added = await tx.insert(passkeys).values(row).onConflictDoNothing().returning({ id: passkeys.id });
    // Of whose account it is known is not said.
    if (added.length === 0) throw NOT_RIGHT;
    await writeAudit({ ...deps, db: tx }, actor, { action: "passkey_added", userId });
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content: passkeyAddedMail(row.name) });
    await endConfirmations(tx, userId);
    return settleSecondFactors(tx, deps.auth, userId);
  });
  return { result: { passkey: toPasskeyView(row), backupCodes }, cookies: [clearCookie(PASSKEY_COOKIE)] };
}

async function verifyCreation(
  { auth }: Pick<Deps, "auth">,
  { challenge }: PasskeyChallenge,
  { response, ...created }: CreatedCredential,
) {
  const site = relyingParty(auth);
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  const { clientDataJSON, attestationObject } = response;
  const verification = await verifyRegistrationResponse({
    response: { ...created, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
    // The library throws for every fault of the answer, with a sentence for developers.
  }).catch(() => null);
  if (!verification?.verified) throw NOT_RIGHT;
  const { credential, aaguid, credentialDeviceType, credentialBackedUp } = verification.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString("base64"),
    counter: credential.counter,
    deviceType: credentialDeviceType,
    backedUp: credentialBackedUp,
    aaguid,
  };
}
