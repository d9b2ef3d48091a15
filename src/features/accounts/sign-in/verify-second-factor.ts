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

const CHALLENGE_ENDED =
  "This sign-in took too long or was tried too often. Start again with your password or a code";
const CODE_USED =
  "That code has been used to sign in already. Start again, and type the next one that your app shows";
const TOO_OFTEN = "Too many wrong codes for this account. Wait 15 minutes, then start again";

/**
 * The second step of a sign-in, for the client with the challenge's cookie. Throws `invalid_input` for a wrong code,
 * `unauthenticated` for an ended challenge (five tries) or a used code of an app, and `forbidden` after ten wrong codes
 * in a row for one account.
 */
export async function verifySecondFactor(
  deps: Pick<AccountDeps, "auth" | "clock" | "db">,
  actor: Actor,
  cookies: string,
  input: SecondFactorInput,
): Promise<SignIn> {
  const { api, secrets } = deps.auth;
  const challenge = readSignedCookie(cookies, CHALLENGE_COOKIE, secrets);
  if (challenge === null) throw new AppError("unauthenticated", CHALLENGE_ENDED);
  const [pending] = await deps.db
    .select({ userId: verifications.value })
    .from(verifications)
    .where(eq(verifications.identifier, challenge));
  const isBackup = "backupCode" in input;
  const answer = await callAuth(deps.auth, actor, { challenge }, (headers) =>
    isBackup
      ? api.verifyBackupCode({ body: { code: input.backupCode }, headers, returnHeaders: true })
      : api.verifyTOTP({ body: { code: input.code }, headers, returnHeaders: true }),
  );
  const auditFailure = async (refusal: AppError) => {
    if (pending !== undefined) {
      await writeAudit(deps, actor, { action: "second_factor_failed", userId: pending.userId });
    }
    return refusal;
  };
  if ("refusal" in answer) throw await auditFailure(refusalOf(answer.refusal, isBackup));
  if (answer.sessionToken === null) throw new Error("the second factor brought no session");
  if (!isBackup && !(await claimTotp(deps, { token: answer.sessionToken, code: input.code }))) {
    throw await auditFailure(new AppError("unauthenticated", CODE_USED));
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
  return new AppError("unauthenticated", CHALLENGE_ENDED);
}
