import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { characters } from "#features/trades/schema.ts";

type Deps = { db: Db; clock: Clock };
type Named = { id: string; name: string };

/** The character of a trader who has named none. */
const FIRST_NAME = "Main";

/** A trader's characters, oldest first. */
export const readCharacters = (db: Db, userId: string): Promise<Named[]> =>
  db
    .select({ id: characters.id, name: characters.name })
    .from(characters)
    .where(eq(characters.userId, userId))
    .orderBy(asc(characters.createdAt), asc(characters.id));

/**
 * Finds characters of a trader by id or by name, whatever its case. Undefined is the first one, which is made if there is
 * none. The function throws `invalid_input` (`field`) for one that the trader does not have.
 */
export async function characterFinder(
  { db, clock }: Deps,
  userId: string,
): Promise<(wanted: string | undefined, field?: string) => string> {
  const found = await readCharacters(db, userId);
  const [first = await firstCharacter({ db, clock }, userId)] = found;
  const held = found.length === 0 ? [first] : found;
  return (wanted, field = "character") => {
    if (wanted === undefined) return first.id;
    const lower = wanted.toLowerCase();
    const match = held.find(({ id, name }) => id === wanted || name.toLowerCase() === lower);
    if (match !== undefined) return match.id;
    throw new AppError("invalid_input", "You have no character of this name: add it first", { field });
  };
}

async function firstCharacter({ db, clock }: Deps, userId: string): Promise<Named> {
  const made = { id: randomUUID(), userId, name: FIRST_NAME, createdAt: clock.now() };
  await db.insert(characters).values(made).onConflictDoNothing();
  const [first = made] = await readCharacters(db, userId);
  return first;
}
