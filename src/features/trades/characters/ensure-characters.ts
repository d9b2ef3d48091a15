import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { characters } from "#features/trades/schema.ts";
import { MAX_CHARACTERS } from "./contract.ts";
import { readCharacters } from "./find-character.ts";

/** The ids of characters by name in small letters; those that the trader lacks are made. Throws `conflict` above MAX_CHARACTERS. */
export const ensureCharacters = (
  { db, clock }: { db: Db; clock: Clock },
  userId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`characters ${userId}`}, 1))`);
    const held = await readCharacters(tx, userId);
    const ids = new Map(held.map(({ id, name }) => [name.toLowerCase(), id]));
    const missing = [...new Map(names.map((name) => [name.toLowerCase(), name]))].filter(
      ([key]) => !ids.has(key),
    );
    if (held.length + missing.length > MAX_CHARACTERS)
      throw new AppError(
        "conflict",
        `A ledger has ${MAX_CHARACTERS} characters: merge some before you add more`,
      );
    for (const [key, name] of missing) {
      const id = randomUUID();
      await tx.insert(characters).values({ id, userId, name, createdAt: clock.now() });
      ids.set(key, id);
    }
    return ids;
  });
