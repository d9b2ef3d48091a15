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

/** `field`: of the form that it was typed into. */
type TypedCode = { email: string; purpose: CodePurpose; code: string; field?: string };

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const refusal = (field = "code"): AppError =>
  new AppError(
    "invalid_input",
    "That code is not right or no longer valid. Check the newest mail, or ask for another code",
    { field },
  );

/** The hash of the row that the code fits; null where it fits none, or none is left to try. */
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
  const fits = deps.secrets.some((secret) => same(codeHash(secret, purpose, email, code), tried?.hash ?? ""));
  return tried !== undefined && fits ? tried.hash : null;
}

/**
 * Uses codes up, all of them or none. Throws `invalid_input` (`field`) where one is wrong, used, replaced, expired or
 * tried too often, without saying which. A try is counted before the code is looked at and outside any transaction, so
 * no two guesses at once share a try and no rollback gives one back.
 */
export async function redeemCodes(deps: Deps, typed: readonly TypedCode[]): Promise<void> {
  const hashes: string[] = [];
  for (const one of typed) {
    const hash = await tryCode(deps, one);
    if (hash === null) throw refusal(one.field);
    hashes.push(hash);
  }
  for (const [at, { email, purpose, field }] of typed.entries()) {
    const used = await deps.db
      .delete(codes)
      .where(and(eq(codes.email, email), eq(codes.purpose, purpose), eq(codes.hash, hashes[at] ?? "")))
      .returning({ hash: codes.hash });
    if (used.length === 0) throw refusal(field);
  }
}
