import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { callAuth } from "#features/accounts/core/call-auth.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { requestSecondFactor, completeSignIn } from "./complete-sign-in.ts";
import type { SignIn } from "./complete-sign-in.ts";
import { isKnownDevice } from "#features/accounts/sessions/devices.ts";
import type { LoginInput } from "#features/accounts/contract.ts";
import { auditFailedSignIn } from "./audit-failed-sign-in.ts";
import type { Actor } from "#platform/actor.ts";

/** Says how to go on after a sign-up whose code was not typed. Whether this is one must not show. */
const REFUSED =
  "That e-mail address and password do not belong together, or the address is not verified yet. A code by e-mail signs you in, too";

/**
 * Signs in by e-mail address and password. Throws `unauthenticated` for a wrong password, for an unknown address and for one
 * that is not verified, with the same message and in the same time: a stranger may have signed up with the address; `rate_limited`; `forbidden` if the password is right but the account is locked.
 */
export async function logIn(
  deps: Omit<AccountDeps, "log">,
  actor: Actor,
  { email, password }: LoginInput,
): Promise<SignIn> {
  await chargeEmailLimit(deps, email);
  const isKnown = await isKnownDevice(deps.db, actor.visitor, email);
  const answer = await callAuth(
    deps.auth,
    actor,
    {},
    (headers) => deps.auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
    { isKnown },
  );
  if ("refusal" in answer) {
    await auditFailedSignIn(deps, actor, { email, action: "sign_in_failed" });
    throw new AppError("unauthenticated", REFUSED);
  }
  if (answer.challenge !== null) return requestSecondFactor(deps, answer.challenge);
  if (answer.sessionToken === null) throw new Error("a sign-in brought neither a session nor a challenge");
  return completeSignIn(deps, actor, { token: answer.sessionToken, action: "signed_in" });
}
