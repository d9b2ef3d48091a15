import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { characters, ledgers } from "#features/trades/schema.ts";
import { rebuildLedger } from "#features/trades/store/rebuild-ledger.ts";
import { MAX_CHARACTERS } from "./contract.ts";
import type {
  ChangeSettingsInput,
  Character,
  CharacterList,
  DeleteCharacterInput,
  LedgerSettings,
  NameCharacterInput,
  RenameCharacterInput,
} from "./contract.ts";
import { readCharacters } from "./find-character.ts";
import { readSettings } from "./read-settings.ts";

type Deps = { db: Db; clock: Clock };

const taken = () => new AppError("conflict", "Another character has this name", { field: "name" });
const gone = () => new AppError("not_found", "That character is gone: load the page again");

/** One change of a trader's characters at a time, so that neither names nor their number are counted twice. */
const alone = <T>({ db }: Deps, userId: string, run: (tx: Db) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`characters ${userId}`}, 1))`);
    return run(tx);
  });

export async function listCharacters({ db }: { db: Db }, { userId }: UserActor): Promise<CharacterList> {
  const [held, settings, counts] = await Promise.all([
    readCharacters(db, userId),
    readSettings(db, userId),
    clientOf(db)<{ id: string; trades: number }[]>`
      select character_id as id, count(*)::float8 as trades from user_transactions
      where user_id = ${userId} group by character_id`,
  ]);
  const trades = new Map(counts.map((each) => [each.id, each.trades]));
  return { characters: held.map((each) => ({ ...each, trades: trades.get(each.id) ?? 0 })), settings };
}

/** Throws `conflict` for a name that another one has (`field: name`), and above MAX_CHARACTERS. */
export const createCharacter = (
  deps: Deps,
  { userId }: UserActor,
  { name }: NameCharacterInput,
): Promise<Character> =>
  alone(deps, userId, async (tx) => {
    const held = await readCharacters(tx, userId);
    if (held.some((other) => other.name.toLowerCase() === name.toLowerCase())) throw taken();
    if (held.length >= MAX_CHARACTERS)
      throw new AppError("conflict", `A ledger has ${MAX_CHARACTERS} characters: delete one to add another`);
    const id = randomUUID();
    await tx.insert(characters).values({ id, userId, name, createdAt: deps.clock.now() });
    return { id, name, trades: 0 };
  });

/** Throws `not_found`, and `conflict` for a name that another one has. */
export const renameCharacter = (
  deps: Deps,
  { userId }: UserActor,
  { id, name }: RenameCharacterInput,
): Promise<Done> =>
  alone(deps, userId, async (tx) => {
    const held = await readCharacters(tx, userId);
    if (!held.some((each) => each.id === id)) throw gone();
    if (held.some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase()))
      throw taken();
    await tx.update(characters).set({ name }).where(eq(characters.id, id));
    return DONE;
  });

/** Deletes a character; its trades go to another one first, if it has any. Throws `not_found` and `conflict`. */
export async function deleteCharacter(
  deps: Deps,
  { userId }: UserActor,
  { id, mergeInto }: DeleteCharacterInput,
): Promise<Done> {
  const held = await readCharacters(deps.db, userId);
  const ids = new Set(held.map((each) => each.id));
  if (!ids.has(id)) throw gone();
  if (mergeInto !== undefined && (mergeInto === id || !ids.has(mergeInto))) throw gone();
  await rebuildLedger(deps, userId, async (tx) => {
    const of = tx`user_id = ${userId} and (character_id = ${id} or to_character_id = ${id})`;
    if (mergeInto === undefined) {
      const [found] = await tx`select 1 from user_transactions where ${of} limit 1`;
      if (found !== undefined)
        throw new AppError("conflict", "This character has trades: choose the one that they go to", {
          field: "mergeInto",
        });
    } else {
      // A transfer between the two moves nothing any more.
      const within = await tx`
        delete from user_transactions where user_id = ${userId} and kind = 'transfer'
          and character_id in (${id}, ${mergeInto}) and to_character_id in (${id}, ${mergeInto})`;
      await tx`update ledgers set trades = trades - ${within.count} where user_id = ${userId}`;
      await tx`
        update user_transactions set character_id = case when character_id = ${id} then ${mergeInto}::uuid else character_id end,
          to_character_id = case when to_character_id = ${id} then ${mergeInto}::uuid else to_character_id end
        where ${of}`;
    }
    // What could be taken back may name the character.
    await tx`delete from ledger_changes where user_id = ${userId}`;
    await tx`delete from characters where id = ${id} and user_id = ${userId}`;
    return mergeInto !== undefined;
  });
  return DONE;
}

/** Another method computes the whole ledger anew. */
export async function changeSettings(
  deps: Deps,
  { userId }: UserActor,
  { method, timeZone }: ChangeSettingsInput,
): Promise<LedgerSettings> {
  if (timeZone !== undefined) {
    const set = { timeZone };
    await deps.db
      .insert(ledgers)
      .values({ userId, timeZone })
      .onConflictDoUpdate({ target: ledgers.userId, set });
  }
  if (method !== undefined) {
    await rebuildLedger(deps, userId, async (tx) => {
      const changed = await tx`
        update ledgers set method = ${method} where user_id = ${userId} and method <> ${method}`;
      return changed.count > 0;
    });
  }
  return readSettings(deps.db, userId);
}
