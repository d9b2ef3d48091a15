import { eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { callAuth } from "#features/accounts/core/call-auth.ts";
import { claimTotp } from "#features/accounts/security/claim-totp.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import type { SignIn } from "./complete-sign-in.ts";
import type { SecondFactorInput } from "#features/accounts/contract.ts";
import { verifications } from "#features/accounts/schema.ts";
import { CHALLENGE_COOKIE } from "#features/accounts/rules/session.ts";
import type { Actor } from "#platform/actor.ts";
import { readSignedCookie } from "#features/accounts/core/sign-cookies.ts";
import { writeAudit } from "#features/accounts/audit.ts";

const OVER = "This sign-in took too long or was tried too often. Start again with your password or a code";
const USED =
  "That code has been used to sign in already. Start again, and type the next one that your app shows";
const TOO_OFTEN = "Too many wrong codes for this account. Wait 15 minutes, then start again";

/**
 * The second step of signing in, for whoever holds the challenge's cookie. Throws `invalid_input` for a wrong code (five
 * tries a challenge, ten in a row an account), `unauthenticated` where there is no challenge any more, and for an app's code
 * that was signed in with before.
 */
export async function verifySecondFactor(
  deps: Pick<AccountDeps, "auth" | "clock" | "db">,
  actor: Actor,
  cookies: string,
  input: SecondFactorInput,
): Promise<SignIn> {
  const { api, secrets } = deps.auth;
  const challenge = readSignedCookie(cookies, CHALLENGE_COOKIE, secrets);
  if (challenge === null) throw new AppError("unauthenticated", OVER);
  const [held] = await deps.db
    .select({ userId: verifications.value })
    .from(verifications)
    .where(eq(verifications.identifier, challenge));
  const isBackup = "backupCode" in input;
  const answer = await callAuth(deps.auth, actor, { challenge }, (headers) =>
    isBackup
      ? api.verifyBackupCode({ body: { code: input.backupCode }, headers, returnHeaders: true })
      : api.verifyTOTP({ body: { code: input.code }, headers, returnHeaders: true }),
  );
  const failed = async (refusal: AppError) => {
    if (held !== undefined) {
      await writeAudit(deps, actor, { action: "second_factor_failed", userId: held.userId });
    }
    return refusal;
  };
  if ("refusal" in answer) throw await failed(refusalOf(answer.refusal, isBackup));
  if (answer.sessionToken === null) throw new Error("the second factor brought no session");
  if (!isBackup && !(await claimTotp(deps, { token: answer.sessionToken, code: input.code }))) {
    throw await failed(new AppError("unauthenticated", USED));
  }
  const action = isBackup ? "backup_code_used" : "second_factor_passed";
  return completeSignIn(deps, actor, { token: answer.sessionToken, action });
}

function refusalOf(code: string, isBackup: boolean): AppError {
  if (code === "INVALID_CODE" || code === "INVALID_BACKUP_CODE") {
    return isBackup
      ? new AppError("invalid_input", "That backup code is not right or was used", { field: "backupCode" })
      : new AppError("invalid_input", "That code is not right. Look for the newest one in your app", {
          field: "code",
        });
  }
  if (code === "ACCOUNT_TEMPORARILY_LOCKED") return new AppError("forbidden", TOO_OFTEN);
  return new AppError("unauthenticated", OVER);
}
