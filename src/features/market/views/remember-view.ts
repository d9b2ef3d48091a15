import { eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { lastViews } from "#features/market/schema.ts";
import type { RememberViewInput } from "./contract.ts";

/** Stores the view that a user left the list with; forgets it if it is the default one. */
export async function rememberView(
  { db, clock }: { db: Db; clock: Clock },
  { userId }: UserActor,
  { view }: RememberViewInput,
): Promise<Done> {
  if (view === "") {
    await db.delete(lastViews).where(eq(lastViews.userId, userId));
    return DONE;
  }
  const changed = { view, changedAt: clock.now() };
  await db
    .insert(lastViews)
    .values({ userId, ...changed })
    .onConflictDoUpdate({ target: lastViews.userId, set: changed });
  return DONE;
}
