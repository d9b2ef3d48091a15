import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { callAuth } from "#features/accounts/core/call-auth.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { requestSecondFactor, completeSignIn } from "./complete-sign-in.ts";
import type { SignIn } from "./complete-sign-in.ts";
import type { LoginInput } from "#features/accounts/contract.ts";
import { mailCode } from "#features/accounts/codes/mail-code.ts";
import { signUpMail } from "#features/accounts/rules/mails.ts";
import { auditFailedSignIn } from "./audit-failed-sign-in.ts";
import type { Actor } from "#platform/actor.ts";

/**
 * Signs in by e-mail address and password. Throws `unauthenticated` for a wrong password and for an unknown address, with
 * the same message and in the same time; `rate_limited`; `forbidden` if the password is right but the account is locked.
 */
export async function logIn(
  deps: Omit<AccountDeps, "log">,
  actor: Actor,
  { email, password }: LoginInput,
): Promise<SignIn> {
  await chargeEmailLimit(deps, email);
  const answer = await callAuth(deps.auth, actor, {}, (headers) =>
    deps.auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true }),
  );
  if ("refusal" in answer) {
    if (answer.refusal !== "EMAIL_NOT_VERIFIED") {
      await auditFailedSignIn(deps, actor, { email, action: "sign_in_failed" });
      throw new AppError("unauthenticated", "That e-mail address and password do not belong together");
    }
    await deps.auth.inTransaction((tx) =>
      mailCode({ ...deps, tx }, { email, purpose: "sign_in", contentOf: signUpMail }),
    );
    return { result: { status: "verify_email" }, cookies: [] };
  }
  if (answer.challenge !== null) return requestSecondFactor(answer.challenge, deps.auth.secrets);
  if (answer.sessionToken === null) throw new Error("a sign-in brought neither a session nor a challenge");
  return completeSignIn(deps, actor, { token: answer.sessionToken, action: "signed_in" });
}
