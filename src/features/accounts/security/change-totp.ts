import { eq } from "drizzle-orm";
import { queueMail } from "#features/mail/queue-mail.ts";
import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { AccountAuditAction } from "#features/accounts/audit.ts";
import { callAuth } from "#features/accounts/core/call-auth.ts";
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
import { sessions } from "#features/accounts/schema.ts";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "encryption" | "sessionCache">;
type TotpChange = { result: Done; cookies: readonly string[] };

const REFUSALS: Readonly<Record<string, AppError>> = {
  INVALID_PASSWORD: new AppError("invalid_input", "That is not your password", { field: "password" }),
  INVALID_CODE: new AppError("invalid_input", "That code is not right. Look for the newest one in your app", {
    field: "code",
  }),
  TOTP_ALREADY_ENABLED: new AppError("conflict", "The second factor is turned on already"),
  TOTP_NOT_ENABLED: new AppError("conflict", "The second factor is not turned on"),
};

/** Calls better-auth as the user; throws its refusals as AppErrors. */
async function callAsUser<T>(
  deps: Deps,
  actor: UserActor,
  call: (headers: Headers) => Promise<{ headers: Headers; response: T }>,
) {
  const answer = await callAuth(deps.auth, actor, { session: actor.session.token }, call);
  if (!("refusal" in answer)) return answer;
  throw REFUSALS[answer.refusal] ?? new AppError("unauthenticated", "Sign in again to do this");
}

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
  return finishTotpChange(deps, actor, { email, sessionToken, action: "totp_started" });
}

/** Turns the second factor off. Needs a code of the app, and the password if the account has one. */
export async function stopTotp(
  deps: Deps,
  actor: UserActor,
  { code, password }: StopTotpInput,
): Promise<TotpChange> {
  const { email, twoFactor } = await readUser(deps.db, actor.userId);
  // While a second factor is set up but not confirmed, verifyTOTP would turn it on.
  if (!twoFactor) throw new AppError("conflict", "The second factor is not turned on");
  await chargeEmailLimit(deps, email);
  const { api } = deps.auth;
  await callAsUser(deps, actor, (headers) =>
    api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
  );
  const { sessionToken } = await callAsUser(deps, actor, (headers) =>
    api.disableTwoFactor({ body: passwordBody(password), headers, returnHeaders: true }),
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

/** Audits the change, mails the owner and ends the old session: better-auth has made a new one with a new token. */
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
  });
  await deps.sessionCache.markEnded([actor.session.token]);
  if (sessionToken === null) return { result: DONE, cookies: [] };
  return { result: DONE, cookies: [sessionCookie(sessionToken, deps.auth.secrets)] };
}
