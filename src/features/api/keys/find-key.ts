import { createHash } from "node:crypto";
import { and, eq, isNull, lte, or } from "drizzle-orm";
import { isLockedAccount } from "#features/accounts/core/is-locked.ts";
import { AppError } from "#platform/app-error.ts";
import { apiKeysAllowed } from "#features/api/rules/allowances.ts";
import type { Cache } from "#platform/cache/cache.ts";
import { findPlan, planRequired } from "#features/billing/records/find-plan.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import { API_KEY_CACHE_S, unlockedKeys } from "#features/api/rules/unlocked-keys.ts";
import { allowedBy } from "#features/billing/rules/allowance.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { apiKeys } from "#features/api/schema.ts";

type Deps = PlanDeps & { cache: Cache };
type Found = { userId: string; plan: PlanName; allowed: number; isLocked: boolean } | null;

/** A found key is cached this long, plus or minus 5%, which is less than the documented time. */
const FRESH_MS = API_KEY_CACHE_S * 900;
/** The time of last use is written at most once in this time. */
const TOUCH_EVERY_MS = 60_000;
const SHAPE = /^gem_[\w-]{43}$/;

/** A key has 256 random bits, so a plain hash of it cannot be reversed. */
export const hashApiKey = (key: string): string => createHash("sha256").update(key).digest("base64url");

/**
 * The owner of a key and their plan, at most API_KEY_CACHE_S old while the database answers. Throws `unauthenticated` for an unknown key,
 * with the same message for a key of a locked account, and `plan_required` for a key above the allowance of its owner's
 * plan.
 */
export async function findApiKey(deps: Deps, key: string): Promise<{ userId: string; plan: PlanName }> {
  const hash = SHAPE.test(key) ? hashApiKey(key) : null;
  const found =
    hash === null
      ? null
      : await deps.cache<Found>({
          key: `api-key:${hash}`,
          freshMs: FRESH_MS,
          staleMs: 0,
          load: () => look(deps, hash),
        });
  if (found === null) {
    throw new AppError(
      "unauthenticated",
      "This API key is unknown; perhaps it was deleted. Your keys are under Settings, Plan",
    );
  }
  if (found.isLocked) throw planRequired(apiKeysAllowed, found.allowed);
  return { userId: found.userId, plan: found.plan };
}

async function look(deps: Deps, hash: string): Promise<Found> {
  const [key] = await deps.db.select().from(apiKeys).where(eq(apiKeys.hash, hash));
  if (key === undefined) return null;
  const { userId } = key;
  if (await isLockedAccount(deps.db, userId)) return null;
  const [plan, held] = await Promise.all([
    findPlan(deps, userId),
    deps.db
      .select({ id: apiKeys.id, createdAt: apiKeys.createdAt })
      .from(apiKeys)
      .where(eq(apiKeys.userId, userId)),
  ]);
  const allowed = allowedBy(plan, apiKeysAllowed);
  const isLocked = !unlockedKeys(held, allowed).has(key.id);
  if (!isLocked) await touch(deps, key.id);
  return { userId, plan, allowed, isLocked };
}

/** The condition in the statement lets only one of several processes write. */
async function touch({ db, clock }: Deps, id: string): Promise<void> {
  const now = clock.now();
  const before = new Date(now.getTime() - TOUCH_EVERY_MS);
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, before))));
}
