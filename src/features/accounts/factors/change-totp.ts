import { and, eq } from "drizzle-orm";
import { queueMail } from "#features/mail/queue-mail.ts";
import { AppError } from "#platform/app-error.ts";
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
import { checkPassword, reauthenticate, redeemBackupCode } from "./confirm-owner.ts";
import {
  endConfirmations,
  forgetTotp,
  lockSecondFactors,
  readSecondFactors,
  settleSecondFactors,
} from "./second-factors.ts";
import { backupCodesRenewedMail, totpChangedMail } from "#features/accounts/rules/mails.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { claimTotp } from "./claim-totp.ts";
import { sessions, twoFactors, users } from "#features/accounts/schema.ts";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "encryption" | "sessionCache">;
type TotpChange = { result: Done; cookies: readonly string[] };

const secretOf = (uri: string): string => new URL(uri).searchParams.get("secret") ?? "";
const passwordBody = (password: string | undefined) => (password === undefined ? {} : { password });

/**
 * Makes a secret for an authenticator app, and backup codes, unless the account has passkeys and so has backup codes.
 * Sign-in does not require the app until `confirmTotp`.
 */
export async function startTotp(
  deps: Deps,
  actor: UserActor,
  input: ReauthenticateInput,
): Promise<TotpStarted> {
  await reauthenticate(deps, actor, input);
  const kept = await storedBackupCodes(deps.db, actor.userId);
  const { response } = await callAsUser(deps, actor, (headers) =>
    deps.auth.api.enableTwoFactor({ body: passwordBody(input.password), headers, returnHeaders: true }),
  );
  if (!("totpURI" in response)) throw new Error("the second factor was started without its secret");
  const { totpURI, backupCodes } = response;
  // better-auth replaces the backup codes as well. Those that the owner has saved stay, as the setup may be given up.
  if (kept !== null) {
    await deps.db.update(twoFactors).set({ backupCodes: kept }).where(eq(twoFactors.userId, actor.userId));
  }
  return { uri: totpURI, secret: secretOf(totpURI), backupCodes: kept === null ? backupCodes : [] };
}

/** The encrypted backup codes of an account that has a second factor; null for another. */
async function storedBackupCodes(db: Deps["db"], userId: string): Promise<string | null> {
  const [row] = await db
    .select({ backupCodes: twoFactors.backupCodes })
    .from(twoFactors)
    .innerJoin(users, eq(users.id, twoFactors.userId))
    .where(and(eq(users.id, userId), users.twoFactorEnabled));
  return row?.backupCodes ?? null;
}

/** Turns the app on as a second factor. The code proves that the app has the secret. */
export async function confirmTotp(
  deps: Deps,
  actor: UserActor,
  { code }: ConfirmTotpInput,
): Promise<TotpChange> {
  const { email, totp } = await readUser(deps.db, actor.userId);
  if (totp) throw new AppError("conflict", "The authenticator app is set up already");
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
  const { email, totp } = await readUser(deps.db, actor.userId);
  // While an app is set up but not confirmed, verifyTOTP would turn it on.
  if (!totp) throw new AppError("conflict", "No authenticator app is set up");
  await chargeEmailLimit(deps, email);
  if ("code" in input) await checkAppCode(deps, actor, input.code);
  else await redeemBackupCode(deps, actor, email, input);
  const { passkey } = await readSecondFactors(deps.db, actor.userId);
  if (passkey) {
    // better-auth would take the backup codes away and ask for no second factor any more.
    await checkPassword(deps, actor, input.password);
    return finishTotpChange(deps, actor, { email, sessionToken: null, action: "totp_stopped" });
  }
  const { sessionToken } = await callAsUser(deps, actor, (headers) =>
    deps.auth.api.disableTwoFactor({ body: passwordBody(input.password), headers, returnHeaders: true }),
  );
  return finishTotpChange(deps, actor, { email, sessionToken, action: "totp_stopped" });
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
 * Audits the change, mails the owner, takes all confirmations back, because they proved another factor, and ends the old
 * session if better-auth has made a new one with a new token, which it does when the account's first factor is turned on
 * and its last one off.
 */
async function finishTotpChange(
  deps: Deps,
  actor: UserActor,
  change: { email: string; sessionToken: string | null; action: AccountAuditAction },
): Promise<TotpChange> {
  const { email, sessionToken, action } = change;
  const { userId } = actor;
  const started = action === "totp_started";
  await deps.auth.inTransaction(async (tx) => {
    await lockSecondFactors(tx, userId);
    if (!started) await forgetTotp(tx, deps.auth, userId);
    await settleSecondFactors(tx, deps.auth, userId);
    await writeAudit({ ...deps, db: tx }, actor, { action, userId });
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content: totpChangedMail(started) });
    if (sessionToken !== null) await tx.delete(sessions).where(eq(sessions.token, actor.session.token));
    await endConfirmations(tx, userId);
  });
  if (sessionToken === null) return { result: DONE, cookies: [] };
  await deps.sessionCache.markEnded([actor.session.token]);
  return { result: DONE, cookies: [sessionCookie(sessionToken, deps.auth.secrets)] };
}
