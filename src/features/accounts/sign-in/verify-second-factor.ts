import { eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { callAuth } from "#features/accounts/core/call-auth.ts";
import { claimTotp } from "#features/accounts/factors/claim-totp.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import type { SignIn } from "./complete-sign-in.ts";
import { findChallenge } from "./find-challenge.ts";
import { CHALLENGE_ENDED, verifyPasskeyStep } from "./verify-passkey-step.ts";
import { mailCode } from "#features/accounts/codes/mail-code.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import type { CodeSent, SecondFactorInput } from "#features/accounts/contract.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { CODE_SENT } from "#features/accounts/rules/codes.ts";
import { openSecondFactorMail } from "#features/accounts/rules/mails.ts";
import { countWrongCode, forgetWrongCodes, isFactorClosed } from "#features/accounts/factors/wrong-codes.ts";
import { sessions, twoFactors } from "#features/accounts/schema.ts";
import type { Actor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

const CODE_USED = "That code has been used already. Start again, and type the next one that your app shows";
const FACTOR_CLOSED =
  "After 30 wrong codes the second factor is closed. A code from your mail opens it, next to the factor itself";
const TOO_OFTEN = "Too many wrong codes for this account. Wait 15 minutes, then start again";
const NO_APP = new AppError(
  "invalid_input",
  "This account has no authenticator app. Use your passkey or a backup code",
  { field: "code" },
);

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "encryption">;

/**
 * Mails the code that opens a second factor again after many wrong codes, to the owner of the challenge's account. Throws
 * `unauthenticated` without a challenge, `conflict` if the factor is not closed, `rate_limited`.
 */
export async function requestFactorOpening(
  deps: Deps & Pick<AccountDeps, "limiter">,
  cookies: string,
): Promise<CodeSent> {
  const pending = await findChallenge(deps, cookies);
  if (pending === null) throw new AppError("unauthenticated", CHALLENGE_ENDED);
  if (!(await isFactorClosed(deps.db, pending.userId)))
    throw new AppError("conflict", "The second factor is open: it takes no code from your mail");
  const { email } = await readUser(deps.db, pending.userId);
  await chargeEmailLimit(deps, email);
  await deps.auth.inTransaction((tx) =>
    mailCode({ ...deps, tx }, { email, purpose: "open_second_factor", contentOf: openSecondFactorMail }),
  );
  return CODE_SENT;
}

/** Throws `forbidden` (`factor: closed`) unless the mailed code is right; `invalid_input` for a wrong one. */
async function openClosedFactor(
  deps: Deps,
  userId: string,
  mailCodeTyped: string | undefined,
): Promise<void> {
  if (!(await isFactorClosed(deps.db, userId))) return;
  if (mailCodeTyped === undefined) throw new AppError("forbidden", FACTOR_CLOSED, { factor: "closed" });
  const { email } = await readUser(deps.db, userId);
  const typed = { email, purpose: "open_second_factor", code: mailCodeTyped, field: "mailCode" } as const;
  await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [typed]);
  await deps.db
    .update(twoFactors)
    .set({ wrongCodes: 0, failedVerificationCount: 0, lockedUntil: null })
    .where(eq(twoFactors.userId, userId));
}

/**
 * The second step of a sign-in, for the client with the challenge's cookie: a code of an app, a backup code or a passkey.
 * Throws `invalid_input` for a wrong code, `unauthenticated` for an ended challenge (five tries) or a used code of an app,
 * and `forbidden` for 15 minutes after ten wrong codes in a row for one account, and after 30 (`factor: closed`) until
 * `mailCode` is right.
 */
export async function verifySecondFactor(
  deps: Deps,
  actor: Actor,
  cookies: string,
  input: SecondFactorInput,
): Promise<SignIn> {
  const { api } = deps.auth;
  const pending = await findChallenge(deps, cookies);
  if (pending === null) throw new AppError("unauthenticated", CHALLENGE_ENDED);
  const { challenge, userId } = pending;
  await openClosedFactor(deps, userId, input.mailCode);
  if ("passkey" in input)
    return verifyPasskeyStep(deps, actor, cookies, { pending, assertion: input.passkey });
  const isBackup = "backupCode" in input;
  const answer = await callAuth(deps.auth, actor, { challenge }, (headers) =>
    isBackup
      ? api.verifyBackupCode({ body: { code: input.backupCode }, headers, returnHeaders: true })
      : api.verifyTOTP({ body: { code: input.code }, headers, returnHeaders: true }),
  );
  const auditFailure = async (refusal: AppError) => {
    await writeAudit(deps, actor, { action: "second_factor_failed", userId });
    return refusal;
  };
  if ("refusal" in answer) {
    // Without an app nothing was compared.
    if (answer.refusal === "TOTP_NOT_ENABLED") throw NO_APP;
    const refusal = refusalOf(answer.refusal, isBackup);
    if (refusal.code === "invalid_input") await countWrongCode(deps, userId);
    throw await auditFailure(refusal);
  }
  const { sessionToken: token } = answer;
  if (token === null) throw new Error("the second factor brought no session");
  if (!isBackup && !(await claimTotp(deps, { userId, code: input.code }))) {
    // better-auth has made the session, and the client has not got it.
    await deps.db.delete(sessions).where(eq(sessions.token, token));
    throw await auditFailure(new AppError("unauthenticated", CODE_USED));
  }
  await forgetWrongCodes(deps.db, userId);
  const action = isBackup ? "backup_code_used" : "second_factor_passed";
  return completeSignIn(deps, actor, { token, action, isConfirmed: true });
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
