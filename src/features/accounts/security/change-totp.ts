import { eq } from "drizzle-orm";
import { queueMail } from "#features/mail/queue-mail.ts";
import { AppError, isAppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { AccountAuditAction } from "#features/accounts/audit.ts";
import { callAsUser } from "./call-as-user.ts";
import { checkAppCode } from "./check-app-code.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { sessionCookie } from "#features/accounts/sign-in/complete-sign-in.ts";
import { DONE } from "#trpc/contract.ts";
import type {
  BackupCodes,
  ConfirmTotpInput,
  ReauthenticateInput,
  StopTotpInput,
  TotpStarted,
} from "#features/accounts/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { backupCodesRenewedMail, totpChangedMail } from "#features/accounts/rules/mails.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import { claimTotp } from "./claim-totp.ts";
import { countWrongCode } from "./wrong-codes.ts";
import { sessions } from "#features/accounts/schema.ts";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "encryption" | "sessionCache">;
type TotpChange = { result: Done; cookies: readonly string[] };

const secretOf = (uri: string): string => new URL(uri).searchParams.get("secret") ?? "";
const passwordBody = (password: string | undefined) => (password === undefined ? {} : { password });

/**
 * Checks that the caller is the owner, because a stolen session could otherwise lock the owner out for good. Without a
 * password a mailed code is the proof; a password is checked by the better-auth call that follows. Throws
 * `invalid_input`.
 */
async function reauthenticate(
  deps: Deps,
  actor: UserActor,
  { mailCode }: ReauthenticateInput,
): Promise<{ email: string }> {
  const { email, hasPassword } = await readUser(deps.db, actor.userId);
  await chargeEmailLimit(deps, email);
  if (hasPassword) return { email };
  const code = { email, purpose: "change_second_factor", code: mailCode ?? "", field: "mailCode" } as const;
  await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [code]);
  return { email };
}

/** Makes a secret for an authenticator app, and backup codes. Sign-in does not require them until `confirmTotp`. */
export async function startTotp(
  deps: Deps,
  actor: UserActor,
  input: ReauthenticateInput,
): Promise<TotpStarted> {
  await reauthenticate(deps, actor, input);
  const { response } = await callAsUser(deps, actor, (headers) =>
    deps.auth.api.enableTwoFactor({ body: passwordBody(input.password), headers, returnHeaders: true }),
  );
  if (!("totpURI" in response)) throw new Error("the second factor was started without its secret");
  const { totpURI, backupCodes } = response;
  return { uri: totpURI, secret: secretOf(totpURI), backupCodes };
}

/** Turns the second factor on. The code proves that the app has the secret. */
export async function confirmTotp(
  deps: Deps,
  actor: UserActor,
  { code }: ConfirmTotpInput,
): Promise<TotpChange> {
  const { email, twoFactor } = await readUser(deps.db, actor.userId);
  if (twoFactor) throw new AppError("conflict", "The second factor is turned on already");
  await chargeEmailLimit(deps, email);
  const { sessionToken } = await callAsUser(deps, actor, (headers) =>
    deps.auth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
  );
  // So that the same code does not sign in as well. It cannot have been used before the factor was on.
  await claimTotp(deps, { userId: actor.userId, code });
  return finishTotpChange(deps, actor, { email, sessionToken, action: "totp_started" });
}

/**
 * Turns the second factor off. Needs a code of the app or, if that is lost, a backup code and a code from the owner's mail;
 * and the password if the account has one. Throws `invalid_input`, also for a code of the app that was used before.
 */
export async function stopTotp(deps: Deps, actor: UserActor, input: StopTotpInput): Promise<TotpChange> {
  const { email, twoFactor } = await readUser(deps.db, actor.userId);
  // While a second factor is set up but not confirmed, verifyTOTP would turn it on.
  if (!twoFactor) throw new AppError("conflict", "The second factor is not turned on");
  await chargeEmailLimit(deps, email);
  if ("code" in input) await checkAppCode(deps, actor, input.code);
  else await checkBackupCode(deps, actor, email, input);
  const { sessionToken } = await callAsUser(deps, actor, (headers) =>
    deps.auth.api.disableTwoFactor({ body: passwordBody(input.password), headers, returnHeaders: true }),
  );
  return finishTotpChange(deps, actor, { email, sessionToken, action: "totp_stopped" });
}

/** The mailed code first, so that a wrong one costs no backup code. */
async function checkBackupCode(
  deps: Deps,
  actor: UserActor,
  email: string,
  { backupCode, mailCode }: { backupCode: string; mailCode: string },
): Promise<void> {
  const typed = { email, purpose: "change_second_factor", code: mailCode, field: "mailCode" } as const;
  await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [typed]);
  try {
    await callAsUser(deps, actor, (headers) =>
      deps.auth.api.verifyBackupCode({
        body: { code: backupCode, disableSession: true },
        headers,
        returnHeaders: true,
      }),
    );
  } catch (error) {
    if (isAppError(error) && error.code === "invalid_input") await countWrongCode(deps, actor.userId);
    throw error;
  }
}

/** Replaces the backup codes; the old ones become invalid. */
export async function renewBackupCodes(
  deps: Deps,
  actor: UserActor,
  input: ReauthenticateInput,
): Promise<BackupCodes> {
  const { email } = await reauthenticate(deps, actor, input);
  const { response } = await callAsUser(deps, actor, (headers) =>
    deps.auth.api.generateBackupCodes({ body: passwordBody(input.password), headers, returnHeaders: true }),
  );
  await deps.auth.inTransaction(async (tx) => {
    await writeAudit({ ...deps, db: tx }, actor, { action: "backup_codes_renewed", userId: actor.userId });
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content: backupCodesRenewedMail() });
  });
  return { backupCodes: response.backupCodes };
}

/**
 * Audits the change, mails the owner, ends the old session (better-auth has made a new one with a new token) and takes all
 * confirmations back, because they proved another factor.
 */
async function finishTotpChange(
  deps: Deps,
  actor: UserActor,
  change: { email: string; sessionToken: string | null; action: AccountAuditAction },
): Promise<TotpChange> {
  const { email, sessionToken, action } = change;
  await deps.auth.inTransaction(async (tx) => {
    await writeAudit({ ...deps, db: tx }, actor, { action, userId: actor.userId });
    await queueMail(
      { tx, encryption: deps.encryption },
      { to: email, content: totpChangedMail(action === "totp_started") },
    );
    await tx.delete(sessions).where(eq(sessions.token, actor.session.token));
    await tx.update(sessions).set({ confirmedAt: null }).where(eq(sessions.userId, actor.userId));
  });
  await deps.sessionCache.markEnded([actor.session.token]);
  if (sessionToken === null) return { result: DONE, cookies: [] };
  return { result: DONE, cookies: [sessionCookie(sessionToken, deps.auth.secrets)] };
}
