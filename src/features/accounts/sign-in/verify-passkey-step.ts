import { AppError } from "#platform/app-error.ts";
import type { Actor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { makeChallenge } from "#features/accounts/passkeys/challenge.ts";
import { readPasskeys } from "#features/accounts/passkeys/manage-passkeys.ts";
import { assertionRequestFor } from "#features/accounts/passkeys/relying-party.ts";
import { usePasskey, verifyAssertion } from "#features/accounts/passkeys/verify-assertion.ts";
import { PASSKEY_COOKIE } from "#features/accounts/rules/session.ts";
import type { Assertion, AssertionRequest } from "#features/accounts/rules/webauthn.ts";
import { countWrongCode } from "#features/accounts/factors/wrong-codes.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import type { SignIn } from "./complete-sign-in.ts";
import { endChallenge, findChallenge } from "./find-challenge.ts";
import type { PendingSignIn } from "./find-challenge.ts";
import { makeSession } from "./make-session.ts";

export const CHALLENGE_ENDED =
  "This sign-in took too long or was tried too often. Start again with your password or a code";
const NOT_RIGHT = "That passkey was not right. Start again with your password or a code";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "encryption">;

/**
 * Asks for a signature by one of the passkeys of the account whose first step is done. Throws `unauthenticated` without a
 * challenge, `conflict` if the account has no passkey.
 */
export async function startPasskeyStep(
  deps: Pick<Deps, "auth" | "clock" | "db">,
  cookies: string,
): Promise<{ result: AssertionRequest; cookies: readonly string[] }> {
  const pending = await findChallenge(deps, cookies);
  if (pending === null) throw new AppError("unauthenticated", CHALLENGE_ENDED);
  const known = await readPasskeys(deps.db, pending.userId);
  if (known.length === 0) throw new AppError("conflict", "This account has no passkey. Use your app");
  const { challenge, cookie } = makeChallenge(deps, `second_factor:${pending.challenge}`);
  return { result: assertionRequestFor(deps.auth, challenge, known), cookies: [cookie] };
}

/**
 * The second step by a passkey of the account. A wrong one ends the sign-in and is counted with the wrong codes, because an
 * honest browser has none. A right one leaves their count as it is. Throws `unauthenticated`; `invalid_input` (`passkey`)
 * if the browser took too long.
 */
export async function verifyPasskeyStep(
  deps: Deps,
  actor: Actor,
  cookies: string,
  { pending, assertion }: { pending: PendingSignIn; assertion: Assertion },
): Promise<SignIn> {
  const { userId } = pending;
  const purpose = `second_factor:${pending.challenge}` as const;
  const verified = await verifyAssertion(deps, cookies, { assertion, purpose, of: userId });
  if ("refusal" in verified && verified.refusal === "late")
    throw new AppError("invalid_input", "That took too long. Try again", { field: "passkey" });
  const token =
    "refusal" in verified
      ? null
      : await deps.auth.inTransaction(async (tx) => {
          if (!(await usePasskey(tx, deps, verified)) || !(await endChallenge(tx, pending))) return null;
          return makeSession(deps.auth, actor, userId);
        });
  if (token === null) {
    await endChallenge(deps.db, pending);
    await countWrongCode(deps, userId);
    await writeAudit(deps, actor, { action: "second_factor_failed", userId });
    throw new AppError("unauthenticated", NOT_RIGHT);
  }
  const signIn = await completeSignIn(deps, actor, {
    token,
    action: "passkey_step_passed",
    isConfirmed: true,
  });
  return { ...signIn, cookies: [...signIn.cookies, clearCookie(PASSKEY_COOKIE)] };
}
