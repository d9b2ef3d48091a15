import type { Sql, TransactionSql } from "postgres";
import { affectedChains } from "#features/trades/rules/ledger/affected.ts";
import type { CostMethod, Taking } from "#features/trades/rules/ledger/holding.ts";
import { chainParts, chainsOf, compareEvents } from "#features/trades/rules/ledger/ledger-event.ts";
import { Replay } from "#features/trades/rules/ledger/replay.ts";
import { flipOf } from "./flip-row.ts";
import type { FlipRow } from "./flip-row.ts";
import { eventsOf } from "./ledger-row.ts";
import type { EventRow, RowEvent } from "./ledger-row.ts";
import { readHoldings, replaceLots, writeHoldings } from "./open-lots.ts";
import { recomputeAll } from "./rebuild-ledger.ts";
import { hasEventsFrom, isWithin, readChains, readLinks } from "./rows-sql.ts";
import type { Chain } from "./rows-sql.ts";
import { changeHours, deleteFlips, insertFlips } from "./write-flips.ts";

const inOrder = (events: readonly RowEvent[]) => events.toSorted((a, b) => compareEvents(a.event, b.event));

const touchedBy = (events: readonly RowEvent[]): Chain[] =>
  [...new Set(events.flatMap(({ event }) => chainsOf(event)))].map(chainParts);

/**
 * Whether these rows, which are not stored yet, come after everything that their items and characters have: then what
 * is held is enough to derive what they mean.
 */
export function isAppend(tx: TransactionSql, userId: string, added: readonly EventRow[]): Promise<boolean> {
  const events = eventsOf(added);
  const firstMs = Math.min(...events.map(({ event }) => event.atMs));
  return hasEventsFrom(tx, userId, touchedBy(events), firstMs).then((found) => !found);
}

/** Derives what rows mean that are stored and that `isAppend` was true for. */
export async function deriveAppended(
  tx: TransactionSql,
  userId: string,
  method: CostMethod,
  added: readonly EventRow[],
): Promise<void> {
  const events = inOrder(eventsOf(added));
  const stored = await readHoldings(tx, userId, method, touchedBy(events));
  const flips = replay(new Replay(method, stored.holdings), events, -Infinity);
  await insertFlips(tx, userId, flips);
  await changeHours(tx, userId, [], flips);
  await writeHoldings(tx, userId, stored);
}

/** About 50 MB of rows. More are not read at once: then the whole ledger is computed anew, in batches. */
const MAX_IN_MEMORY = 50_000;

/**
 * Derives anew what a change alters: the chains of the changed rows and those that transfers and conversions connect
 * with them, from the first changed moment on. The rows are stored as they are after the change.
 */
export async function deriveChanged(
  tx: TransactionSql,
  userId: string,
  method: CostMethod,
  changed: readonly EventRow[],
): Promise<void> {
  const events = eventsOf(changed);
  const chains = await connectedChains(tx, userId, events);
  if (!(await isWithin(tx, userId, chains, MAX_IN_MEMORY))) return recomputeAll(tx, userId, method);
  const fromMs = Math.min(...events.map(({ event }) => event.atMs));
  const replayed = new Replay(method);
  const flips = replay(replayed, inOrder(eventsOf(await readChains(tx, userId, chains))), fromMs);
  const before = await deleteFlips(tx, userId, chains, fromMs);
  await insertFlips(tx, userId, flips);
  await changeHours(tx, userId, before, flips);
  await replaceLots(tx, userId, chains, replayed.holdings);
}

/** The chains of events, and those that transfers and conversions connect with them. */
async function connectedChains(
  sql: Sql | TransactionSql,
  userId: string,
  events: readonly RowEvent[],
): Promise<Chain[]> {
  const links = eventsOf(await readLinks(sql, userId));
  const affected = affectedChains(
    events.map(({ event }) => event),
    links.map(({ event }) => event),
  );
  return [...affected].map(chainParts);
}

/**
 * What an event took from which lots: computed again from the chains that it is connected with, because storing it for
 * each event would double what a ledger stores. Null for an event that is not stored, or one of chains of more than
 * MAX_IN_MEMORY rows.
 */
export async function takingsOf(
  sql: Sql | TransactionSql,
  userId: string,
  method: CostMethod,
  rows: readonly EventRow[],
): Promise<readonly Taking[] | null> {
  const [own] = eventsOf(rows);
  if (own === undefined) return null;
  const chains = await connectedChains(sql, userId, [own]);
  if (!(await isWithin(sql, userId, chains, MAX_IN_MEMORY))) return null;
  const ledger = new Replay(method);
  for (const { event } of inOrder(eventsOf(await readChains(sql, userId, chains)))) {
    const { takings } = ledger.apply(event);
    if (event.id === own.event.id) return takings;
  }
  return null;
}

/** Applies events in order; returns the flips of those from `fromMs` on. */
function replay(ledger: Replay, events: readonly RowEvent[], fromMs: number): FlipRow[] {
  const flips: FlipRow[] = [];
  for (const each of events) {
    const outcome = ledger.apply(each.event);
    const flip = each.event.atMs >= fromMs ? flipOf(each, outcome) : null;
    if (flip !== null) flips.push(flip);
  }
  return flips;
}
