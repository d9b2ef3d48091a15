import { AppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { PasskeyPurpose } from "#features/accounts/passkeys/challenge.ts";
import { verifyAssertion } from "#features/accounts/passkeys/verify-assertion.ts";
import type { VerifiedPasskey } from "#features/accounts/passkeys/verify-assertion.ts";
import type { Assertion } from "#features/accounts/rules/webauthn.ts";
import { countWrongCode, refuseClosedFactor } from "./wrong-codes.ts";

const TOO_LATE = new AppError("invalid_input", "That took too long. Try again", { field: "passkey" });

/** For a signature that is wrong, or was used before. */
export const passkeyNotRight = (): AppError =>
  new AppError("invalid_input", "That passkey was not right. Try again", { field: "passkey" });

/**
 * Checks a signature by one of the signed-in user's passkeys, which counts only after `usePasskey`. A wrong one counts among
 * the wrong codes in a row. Throws `invalid_input` (`passkey`), `forbidden` (`factor: closed`) after 30 wrong ones.
 */
export async function checkPasskey(
  deps: Pick<AccountDeps, "auth" | "clock" | "db" | "encryption">,
  { userId }: UserActor,
  cookies: string,
  { assertion, purpose }: { assertion: Assertion; purpose: PasskeyPurpose },
): Promise<VerifiedPasskey> {
  await refuseClosedFactor(deps.db, userId);
  const verified = await verifyAssertion(deps, cookies, { assertion, purpose, of: userId });
  if (!("refusal" in verified)) return verified;
  if (verified.refusal === "late") throw TOO_LATE;
  await countWrongCode(deps, userId);
  throw passkeyNotRight();
}
