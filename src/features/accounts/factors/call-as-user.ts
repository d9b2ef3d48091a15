import { AppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { callAuth } from "#features/accounts/core/call-auth.ts";

/** The same words wherever a password is checked. */
export const wrongPassword = (): AppError =>
  new AppError("invalid_input", "That is not your password", { field: "password" });

const REFUSALS: Readonly<Record<string, AppError>> = {
  INVALID_PASSWORD: wrongPassword(),
  INVALID_CODE: new AppError("invalid_input", "That code is not right. Look for the newest one in your app", {
    field: "code",
  }),
  INVALID_BACKUP_CODE: new AppError("invalid_input", "That backup code is not right or was used", {
    field: "backupCode",
  }),
  TOTP_ALREADY_ENABLED: new AppError("conflict", "The authenticator app is set up already"),
  TOTP_NOT_ENABLED: new AppError("conflict", "No authenticator app is set up"),
};

/** Calls better-auth as the user; throws its refusals as AppErrors. */
export async function callAsUser<T>(
  deps: Pick<AccountDeps, "auth">,
  actor: UserActor,
  call: (headers: Headers) => Promise<{ headers: Headers; response: T }>,
) {
  const answer = await callAuth(deps.auth, actor, { session: actor.session.token }, call);
  if (!("refusal" in answer)) return answer;
  throw REFUSALS[answer.refusal] ?? new AppError("unauthenticated", "Sign in again to do this");
}
