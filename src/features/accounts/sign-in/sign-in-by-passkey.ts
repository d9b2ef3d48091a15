import { AppError } from "#platform/app-error.ts";
import type { Actor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import { chargePasskeyLimit } from "#features/accounts/core/charge-email-limit.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { makeChallenge } from "#features/accounts/passkeys/challenge.ts";
import type { SignInByPasskeyInput } from "#features/accounts/passkeys/contract.ts";
import { assertionRequestFor } from "#features/accounts/passkeys/relying-party.ts";
import { usePasskey, verifyAssertion } from "#features/accounts/passkeys/verify-assertion.ts";
import type { PasskeyRefusal } from "#features/accounts/passkeys/verify-assertion.ts";
import { PASSKEY_COOKIE } from "#features/accounts/rules/session.ts";
import type { AssertionRequest } from "#features/accounts/rules/webauthn.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import type { SignIn } from "./complete-sign-in.ts";
import { makeSession } from "./make-session.ts";

/** Each speaks of the passkey that the browser holds, never of an account. */
const REFUSALS: Readonly<Record<PasskeyRefusal["refusal"], string>> = {
  late: "That took too long. Try again",
  unknown: "This passkey is not known here. It may have been removed; sign in another way",
  wrong: "This passkey was not right. Try again, or sign in another way",
};

/** Asks for a signature by any passkey of this site: the browser lists those that it has. */
export function startPasskeySignIn(deps: Pick<AccountDeps, "auth" | "clock">): {
  result: AssertionRequest;
  cookies: readonly string[];
} {
  const { challenge, cookie } = makeChallenge(deps, "sign_in");
  return { result: assertionRequestFor(deps.auth, challenge, []), cookies: [cookie] };
}

/**
 * Signs in by a passkey alone: the authenticator has checked its holder, so it stands for both factors. Throws
 * `unauthenticated` for a passkey that is unknown or not right, `rate_limited`, `forbidden` for a locked account.
 */
export async function signInByPasskey(
  deps: Pick<AccountDeps, "auth" | "clock" | "db" | "encryption" | "limiter">,
  actor: Actor,
  cookies: string,
  { passkey }: SignInByPasskeyInput,
): Promise<SignIn> {
  await chargePasskeyLimit(deps, passkey.id);
  const verified = await verifyAssertion(deps, cookies, { assertion: passkey, purpose: "sign_in" });
  if ("refusal" in verified) {
    if (verified.refusal !== "late") {
      const userId = "userId" in verified ? verified.userId : null;
      await writeAudit(deps, actor, { action: "passkey_failed", userId });
    }
    throw new AppError("unauthenticated", REFUSALS[verified.refusal]);
  }
  const token = await deps.auth.inTransaction(async (tx) =>
    (await usePasskey(tx, deps, verified)) ? makeSession(deps.auth, actor, verified.userId) : null,
  );
  if (token === null) {
    await writeAudit(deps, actor, { action: "passkey_failed", userId: verified.userId });
    throw new AppError("unauthenticated", REFUSALS.wrong);
  }
  const signIn = await completeSignIn(deps, actor, {
    token,
    action: "signed_in_by_passkey",
    isConfirmed: true,
  });
  return { ...signIn, cookies: [...signIn.cookies, clearCookie(PASSKEY_COOKIE)] };
}
