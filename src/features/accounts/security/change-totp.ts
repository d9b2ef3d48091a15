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
type Changed = { result: Done; cookies: readonly string[] };

const REFUSALS: Readonly<Record<string, AppError>> = {
  INVALID_PASSWORD: new AppError("invalid_input", "That is not your password", { field: "password" }),
  INVALID_CODE: new AppError("invalid_input", "That code is not right. Look for the newest one in your app", {
    field: "code",
  }),
  TOTP_ALREADY_ENABLED: new AppError("conflict", "The second factor is turned on already"),
  TOTP_NOT_ENABLED: new AppError("conflict", "The second factor is not turned on"),
};

/** Calls better-auth as the user; throws what it refuses in our words. */
async function asUser<T>(
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
 * Whoever is signed in is the owner: by the password, which better-auth looks at, or where there is none by a code sent to
 * the account's address. A stolen session could otherwise keep the owner out for good. Throws `invalid_input`.
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

/** Makes a secret for an authenticator app, and backup codes. Nothing asks for them until confirmTotp. */
export async function startTotp(
  deps: Deps,
  actor: UserActor,
  input: ReauthenticateInput,
): Promise<TotpStarted> {
  await reauthenticate(deps, actor, input);
  const { response } = await asUser(deps, actor, (headers) =>
    deps.auth.api.enableTwoFactor({ body: passwordBody(input.password), headers, returnHeaders: true }),
  );
  if (!("totpURI" in response)) throw new Error("the second factor was started without its secret");
  const { totpURI, backupCodes } = response;
  return { uri: totpURI, secret: secretOf(totpURI), backupCodes };
}

/** Turns the second factor on, by a code that shows that the app has its secret. */
export async function confirmTotp(
  deps: Deps,
  actor: UserActor,
  { code }: ConfirmTotpInput,
): Promise<Changed> {
  const { email, twoFactor } = await readUser(deps.db, actor.userId);
  if (twoFactor) throw new AppError("conflict", "The second factor is turned on already");
  await chargeEmailLimit(deps, email);
  const { sessionToken } = await asUser(deps, actor, (headers) =>
    deps.auth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
  );
  return finish(deps, actor, { email, sessionToken, action: "totp_started" });
}

/** Turns the second factor off: for the holder of the app who, where there is one, knows the password. */
export async function stopTotp(
  deps: Deps,
  actor: UserActor,
  { code, password }: StopTotpInput,
): Promise<Changed> {
  const { email, twoFactor } = await readUser(deps.db, actor.userId);
  // The code of one that was only begun would turn it on.
  if (!twoFactor) throw new AppError("conflict", "The second factor is not turned on");
  await chargeEmailLimit(deps, email);
  const { api } = deps.auth;
  await asUser(deps, actor, (headers) => api.verifyTOTP({ body: { code }, headers, returnHeaders: true }));
  const { sessionToken } = await asUser(deps, actor, (headers) =>
    api.disableTwoFactor({ body: passwordBody(password), headers, returnHeaders: true }),
  );
  return finish(deps, actor, { email, sessionToken, action: "totp_stopped" });
}

/** Makes new backup codes; the old ones are worth nothing any more. */
export async function renewBackupCodes(
  deps: Deps,
  actor: UserActor,
  input: ReauthenticateInput,
): Promise<BackupCodes> {
  const { email } = await reauthenticate(deps, actor, input);
  const { response } = await asUser(deps, actor, (headers) =>
    deps.auth.api.generateBackupCodes({ body: passwordBody(input.password), headers, returnHeaders: true }),
  );
  await deps.auth.inTransaction(async (tx) => {
    await writeAudit({ ...deps, db: tx }, actor, { action: "backup_codes_renewed", userId: actor.userId });
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content: backupCodesRenewedMail() });
  });
  return { backupCodes: response.backupCodes };
}

/** better-auth gives the session a new token then: the new one keeps its first day, the old one is worth nothing. */
async function finish(
  deps: Deps,
  actor: UserActor,
  change: { email: string; sessionToken: string | null; action: AccountAuditAction },
): Promise<Changed> {
  const { email, sessionToken, action } = change;
  await deps.auth.inTransaction(async (tx) => {
    await writeAudit({ ...deps, db: tx }, actor, { action, userId: actor.userId });
    await queueMail(
      { tx, encryption: deps.encryption },
      { to: email, content: totpChangedMail(action === "totp_started") },
    );
    await tx.delete(sessions).where(eq(sessions.token, actor.session.token));
  });
  await deps.sessionCache.end([actor.session.token]);
  if (sessionToken === null) return { result: DONE, cookies: [] };
  return { result: DONE, cookies: [sessionCookie(sessionToken, deps.auth.secrets)] };
}
