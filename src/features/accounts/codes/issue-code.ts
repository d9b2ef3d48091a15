import { createHmac, randomInt } from "node:crypto";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { CODE_TTL_S } from "#features/accounts/rules/codes.ts";
import type { CodePurpose } from "#features/accounts/rules/codes.ts";
import { codes } from "#features/accounts/schema.ts";

/** A keyed hash (HMAC), because a plain hash of six digits could be reversed by trying all codes. */
export const codeHash = (secret: string, purpose: CodePurpose, email: string, code: string): string =>
  createHmac("sha256", secret).update(`code\n${purpose}\n${email}\n${code}`).digest("base64url");

/** Makes a code of 6 digits, stores its hash and returns the code. It replaces an earlier code of the same purpose. */
export async function issueCode(
  deps: { db: Db; clock: Clock; secrets: readonly string[] },
  { email, purpose }: { email: string; purpose: CodePurpose },
): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const row = {
    hash: codeHash(deps.secrets[0] ?? "", purpose, email, code),
    tries: 0,
    expiresAt: new Date(deps.clock.now().getTime() + CODE_TTL_S * 1_000),
  };
  await deps.db
    .insert(codes)
    .values({ email, purpose, ...row })
    .onConflictDoUpdate({ target: [codes.email, codes.purpose], set: row });
  return code;
}
