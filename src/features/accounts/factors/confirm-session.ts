import { and, eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { Db } from "#platform/db/db.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { ConfirmSessionInput } from "#features/accounts/contract.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import { makeChallenge } from "#features/accounts/passkeys/challenge.ts";
import { readPasskeys } from "#features/accounts/passkeys/manage-passkeys.ts";
import { assertionRequestFor } from "#features/accounts/passkeys/relying-party.ts";
import { usePasskey } from "#features/accounts/passkeys/verify-assertion.ts";
import { PASSKEY_COOKIE } from "#features/accounts/rules/session.ts";
import type { AssertionRequest } from "#features/accounts/rules/webauthn.ts";
import { sessions } from "#features/accounts/schema.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import { checkAppCode } from "./check-app-code.ts";
import { checkPasskey, passkeyNotRight } from "./check-passkey.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "encryption">;

const NO_APP = new AppError(
  "conflict",
  "No authenticator app is set up. Use a passkey, or set the app up first",
);
const NO_PASSKEY = new AppError("conflict", "This account has no passkey. Type a code from your app");

/** Asks for a signature by one of the user's passkeys, which confirms this session. Throws `conflict` if there is none. */
export async function startConfirmation(
  deps: Pick<Deps, "auth" | "clock" | "db">,
  { userId, session }: UserActor,
): Promise<{ result: AssertionRequest; cookies: readonly string[] }> {
  const known = await readPasskeys(deps.db, userId);
  if (known.length === 0) throw NO_PASSKEY;
  const { challenge, cookie } = makeChallenge(deps, `confirm:${session.id}`);
  return { result: assertionRequestFor(deps.auth, challenge, known), cookies: [cookie] };
}

/**
 * Confirms this session for 15 minutes, with a code of the authenticator app or a passkey. Throws `invalid_input` for a
 * wrong or used proof, which counts among the wrong codes in a row; `forbidden` while the factor is closed, `conflict`
 * without an app, `unauthenticated` if the session has ended.
 */
export async function confirmSession(
  deps: Deps,
  actor: UserActor,
  cookies: string,
  input: ConfirmSessionInput,
): Promise<{ result: Done; cookies: readonly string[] }> {
  if ("code" in input) {
    const { totp } = await readUser(deps.db, actor.userId);
    if (!totp) throw NO_APP;
    await checkAppCode(deps, actor, input.code);
    await deps.auth.inTransaction((tx) => setConfirmed(deps, tx, actor));
    return { result: DONE, cookies: [] };
  }
  const purpose = `confirm:${actor.session.id}` as const;
  const verified = await checkPasskey(deps, actor, cookies, { assertion: input.passkey, purpose });
  const isConfirmed = await deps.auth.inTransaction(async (tx) => {
    if (!(await usePasskey(tx, deps, verified))) return false;
    await setConfirmed(deps, tx, actor);
    return true;
  });
  if (!isConfirmed) throw passkeyNotRight();
  return { result: DONE, cookies: [clearCookie(PASSKEY_COOKIE)] };
}

async function setConfirmed(deps: Pick<Deps, "clock">, tx: Db, actor: UserActor): Promise<void> {
  const { userId, session } = actor;
  const confirmed = await tx
    .update(sessions)
    .set({ confirmedAt: deps.clock.now() })
    .where(and(eq(sessions.id, session.id), eq(sessions.userId, userId)))
    .returning({ id: sessions.id });
  if (confirmed.length === 0) throw new AppError("unauthenticated", "Sign in to do this");
  await writeAudit({ ...deps, db: tx }, actor, { action: "confirmed", userId });
}
