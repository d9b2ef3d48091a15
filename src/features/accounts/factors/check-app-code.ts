import { AppError, isAppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { callAsUser } from "./call-as-user.ts";
import { claimTotp } from "./claim-totp.ts";
import { countWrongCode, forgetWrongCodes, refuseClosedFactor } from "./wrong-codes.ts";

const USED = "That code has been used already. Type the next one that your app shows";

/**
 * Checks a code of the signed-in user's authenticator app and uses it up. Only for an account whose app is on: otherwise
 * better-auth would turn it on. A wrong code counts among the wrong ones in a row, a right one ends the row. Throws
 * `invalid_input` for a wrong or used code, `forbidden` (`factor: closed`) after 30 wrong ones.
 */
export async function checkAppCode(
  deps: Pick<AccountDeps, "auth" | "clock" | "db" | "encryption">,
  actor: UserActor,
  code: string,
): Promise<void> {
  const { userId } = actor;
  await refuseClosedFactor(deps.db, userId);
  try {
    await callAsUser(deps, actor, (headers) =>
      deps.auth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true }),
    );
  } catch (error) {
    if (isAppError(error) && error.code === "invalid_input") await countWrongCode(deps, userId);
    throw error;
  }
  if (!(await claimTotp(deps, { userId, code })))
    throw new AppError("invalid_input", USED, { field: "code" });
  await forgetWrongCodes(deps.db, userId);
}
