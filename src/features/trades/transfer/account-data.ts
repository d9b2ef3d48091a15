import { asc, eq, sql } from "drizzle-orm";
import type { AccountLifecycle, ExportedRow } from "#platform/account-lifecycle.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import {
  characters,
  dismissedGaps,
  flips,
  ledgerChanges,
  ledgers,
  openLots,
  profitHours,
  userTransactions,
} from "#features/trades/schema.ts";
import { tradePages } from "./ledger-pages.ts";
import type { LedgerEntry } from "./ledger-pages.ts";

/** The ledger's own row first: it holds off changes until the others are gone. */
const TABLES = [
  ledgers,
  ledgerChanges,
  dismissedGaps,
  profitHours,
  openLots,
  flips,
  userTransactions,
  characters,
] as const;

/**
 * The export has the trades with the flips they made, and what the trader set and changed; what is derived besides is the
 * sum of it. Deleting the account deletes the ledger.
 */
export const ledgerLifecycle: AccountLifecycle = {
  exportOf: async (tx, userId) => {
    const [ledger] = await tx.select().from(ledgers).where(eq(ledgers.userId, userId));
    const held = await tx
      .select()
      .from(characters)
      .where(eq(characters.userId, userId))
      .orderBy(asc(characters.createdAt));
    const gaps = await tx.select().from(dismissedGaps).where(eq(dismissedGaps.userId, userId));
    return {
      ledger:
        ledger === undefined
          ? null
          : {
              method: ledger.method,
              timeZone: ledger.timeZone,
              version: ledger.version,
              trades: ledger.trades,
            },
      characters: held.map(({ id, name, createdAt, offerCoins, offerCoinsAt }) => ({
        id,
        name,
        createdAt: createdAt.getTime(),
        offerCoins,
        offerCoinsAt: offerCoinsAt?.getTime() ?? null,
      })),
      dismissedGaps: gaps.map(({ gap, at }) => ({ gap, at: at.getTime() })),
    };
  },
  exportPages: (db, userId) => ({ trades: entryPages(db, userId), ledgerChanges: changePages(db, userId) }),
  onDelete: async ({ tx }, { id }) => {
    // A ledger of millions of trades takes a minute; the usual limit of a statement would keep its account for ever.
    await tx.execute(sql`set local statement_timeout = '10min'`);
    for (const table of TABLES) await tx.delete(table).where(eq(table.userId, id));
  },
};

const toExported = ({ atMs, boughtAtMs, ...row }: LedgerEntry): ExportedRow => ({
  ...row,
  at: atMs,
  boughtAt: boughtAtMs,
});

async function* entryPages(db: Db, userId: string): AsyncGenerator<readonly ExportedRow[]> {
  for await (const page of tradePages(clientOf(db), userId)) yield page.map(toExported);
}

/** Changes that can be taken back, one by one: a change may hold many trades. */
async function* changePages(db: Db, userId: string): AsyncGenerator<readonly ExportedRow[]> {
  const ids = await db
    .select({ id: ledgerChanges.id })
    .from(ledgerChanges)
    .where(eq(ledgerChanges.userId, userId))
    .orderBy(asc(ledgerChanges.at));
  for (const { id } of ids) {
    const [row] = await db.select().from(ledgerChanges).where(eq(ledgerChanges.id, id));
    if (row === undefined) continue;
    const [removed, added] = [JSON.stringify(row.removed), JSON.stringify(row.added)];
    yield [{ id, at: row.at.getTime(), removed, added }];
  }
}
