import { timingSafeEqual } from "node:crypto";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { CODE_TRIES } from "#features/accounts/rules/codes.ts";
import type { CodePurpose } from "#features/accounts/rules/codes.ts";
import { codeHash } from "./issue-code.ts";
import { codes } from "#features/accounts/schema.ts";

type Deps = { db: Db; clock: Clock; secrets: readonly string[] };

/** `field`: the form field of the code, for the error. */
type TypedCode = { email: string; purpose: CodePurpose; code: string; field?: string };

const equalInConstantTime = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const refusal = (field = "code"): AppError =>
  new AppError(
    "invalid_input",
    "That code is not right or no longer valid. Check the newest mail, or ask for another code",
    { field },
  );

/** Counts a try. Returns the stored hash if the code matches it; null if not, or if no try is left. */
async function tryCode(deps: Deps, { email, purpose, code }: TypedCode): Promise<string | null> {
  const [tried] = await deps.db
    .update(codes)
    .set({ tries: sql`${codes.tries} + 1` })
    .where(
      and(
        eq(codes.email, email),
        eq(codes.purpose, purpose),
        lt(codes.tries, CODE_TRIES),
        gt(codes.expiresAt, deps.clock.now()),
      ),
    )
    .returning({ hash: codes.hash });
  const matches = deps.secrets.some((secret) =>
    equalInConstantTime(codeHash(secret, purpose, email, code), tried?.hash ?? ""),
  );
  return tried !== undefined && matches ? tried.hash : null;
}

/**
 * Redeems all given codes or none. Throws `invalid_input` (`field`) if one is wrong, used, replaced, expired or tried too
 * often, without saying which. Counts each try before it compares the code and outside any transaction, so that
 * concurrent guesses do not share a try and no rollback undoes one.
 */
export async function redeemCodes(deps: Deps, typedCodes: readonly TypedCode[]): Promise<void> {
  const hashes: string[] = [];
  for (const typed of typedCodes) {
    const hash = await tryCode(deps, typed);
    if (hash === null) throw refusal(typed.field);
    hashes.push(hash);
  }
  for (const [at, { email, purpose, field }] of typedCodes.entries()) {
    const used = await deps.db
      .delete(codes)
      .where(and(eq(codes.email, email), eq(codes.purpose, purpose), eq(codes.hash, hashes[at] ?? "")))
      .returning({ hash: codes.hash });
    if (used.length === 0) throw refusal(field);
  }
}
