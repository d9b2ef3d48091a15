import { and, asc, eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { characters } from "#features/trades/schema.ts";
import type { SetOfferCoinsInput } from "./contract.ts";

/** Keeps what a character has in buy offers, with the time of the entry; null forgets both. Throws `not_found`. */
export async function setOfferCoins(
  { db, clock }: { db: Db; clock: Clock },
  { userId }: UserActor,
  { id, coins }: SetOfferCoinsInput,
): Promise<Done> {
  const changed = await db
    .update(characters)
    .set({ offerCoins: coins, offerCoinsAt: coins === null ? null : clock.now() })
    .where(and(eq(characters.id, id), eq(characters.userId, userId)))
    .returning({ id: characters.id });
  if (changed.length === 0) throw new AppError("not_found", "That character is gone: load the page again");
  return DONE;
}

type OfferCoins = { characterId: string; character: string; coins: number | null; at: number | null };

/** What each character of a trader has in buy offers, oldest character first. `at`: epoch ms of the entry. */
export async function readOfferCoins(db: Db, userId: string): Promise<OfferCoins[]> {
  const rows = await db
    .select()
    .from(characters)
    .where(eq(characters.userId, userId))
    .orderBy(asc(characters.createdAt), asc(characters.id));
  return rows.map(({ id, name, offerCoins, offerCoinsAt }) => ({
    characterId: id,
    character: name,
    coins: offerCoins,
    at: offerCoinsAt?.getTime() ?? null,
  }));
}
