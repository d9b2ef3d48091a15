import { isAppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import type { ReauthenticateInput } from "#features/accounts/contract.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { callAsUser, wrongPassword } from "./call-as-user.ts";
import { countWrongCode } from "./wrong-codes.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "encryption">;

/**
 * Checks that the caller is the owner, because a stolen session could otherwise lock the owner out for good. Without a
 * password a mailed code is the proof; a password is checked by the better-auth call that follows. Throws
 * `invalid_input`.
 */
export async function reauthenticate(
  deps: Deps,
  actor: UserActor,
  { mailCode }: ReauthenticateInput,
): Promise<{ email: string }> {
  const { email, hasPassword } = await readUser(deps.db, actor.userId);
  await chargeEmailLimit(deps, email);
  if (!hasPassword) await redeemMailedCode(deps, email, mailCode ?? "");
  return { email };
}

/** As `reauthenticate`, and checks the password as well: for what better-auth does not do. Throws `invalid_input`. */
export async function confirmOwner(
  deps: Deps,
  actor: UserActor,
  input: ReauthenticateInput,
): Promise<{ email: string }> {
  const confirmed = await reauthenticate(deps, actor, input);
  await checkPassword(deps, actor, input.password);
  return confirmed;
}

/** Checks the password of an account that has one. Throws `invalid_input`. */
export async function checkPassword(
  deps: Pick<Deps, "auth" | "db">,
  actor: UserActor,
  password: string | undefined,
): Promise<void> {
  const { hasPassword } = await readUser(deps.db, actor.userId);
  if (!hasPassword) return;
  if (password === undefined) throw wrongPassword();
  await callAsUser(deps, actor, (headers) =>
    deps.auth.api.verifyPassword({ body: { password }, headers, returnHeaders: true }),
  );
}

/**
 * Uses up a backup code and a mailed code, which together stand for a lost second factor. The mailed code first, so that a
 * wrong one costs no backup code. Throws `invalid_input`.
 */
export async function redeemBackupCode(
  deps: Deps,
  actor: UserActor,
  email: string,
  { backupCode, mailCode }: { backupCode: string; mailCode: string },
): Promise<void> {
  await redeemMailedCode(deps, email, mailCode);
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

const redeemMailedCode = (deps: Deps, email: string, code: string): Promise<void> =>
  redeemCodes({ ...deps, secrets: deps.auth.secrets }, [
    { email, purpose: "change_second_factor", code, field: "mailCode" },
  ]);
