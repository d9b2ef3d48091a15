import { setImmediate } from "node:timers/promises";
import type { TransactionSql } from "postgres";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import type { CostMethod } from "#features/trades/rules/ledger/holding.ts";
import { compareEvents } from "#features/trades/rules/ledger/ledger-event.ts";
import { Replay } from "#features/trades/rules/ledger/replay.ts";
import { copyLots } from "./copy-rows.ts";
import { flipOf } from "./flip-row.ts";
import type { FlipRow } from "./flip-row.ts";
import { HourDiff } from "./hour-diff.ts";
import { eventsOf } from "./ledger-row.ts";
import type { EventRow } from "./ledger-row.ts";
import { lockLedger } from "./lock-ledger.ts";
import { takeTurn } from "./take-turn.ts";
import { eventColumns } from "./rows-sql.ts";

type Progress = (rowsDone: number) => Promise<void> | void;
type Options = {
  /** Told after each batch how many rows are computed. */
  onProgress?: Progress;
  /** The last statements of the transaction, also if nothing was changed. */
  finish?: (tx: TransactionSql) => Promise<void>;
};

/**
 * Changes a ledger by statements of the caller, and computes all of it anew, in one transaction: for changes of many
 * trades at once. `change` runs with the ledger locked and answers whether it changed anything; months of new trades
 * exist already (ensure-months.ts). Memory holds the open lots and a batch of trades, however long the ledger is.
 */
export async function rebuildLedger(
  { db }: { db: Db },
  userId: string,
  change: (tx: TransactionSql) => Promise<boolean>,
  { onProgress, finish }: Options = {},
): Promise<void> {
  const rebuild = async (tx: TransactionSql) => {
    await lockLedger(tx, userId);
    if (await change(tx)) {
      const [ledger] = await tx<
        { method: CostMethod }[]
      >`select method from ledgers where user_id = ${userId}`;
      await recomputeAll(tx, userId, ledger?.method ?? "fifo", onProgress);
    }
    await finish?.(tx);
  };
  await takeTurn(userId, () => clientOf(db).begin(rebuild));
}

const BATCH = 8_000;
/** How many trades are computed before other work of the process gets its turn. */
const SLICE = 2_000;

/**
 * Computes all that is derived of a ledger anew, and stores what differs from what is stored. The caller has locked it.
 */
export async function recomputeAll(
  tx: TransactionSql,
  userId: string,
  method: CostMethod,
  onProgress: Progress = () => undefined,
): Promise<void> {
  const replay = new Replay(method);
  const diff = await HourDiff.load(tx, userId);
  let done = 0;
  let flips: FlipRow[] = [];
  for await (const rows of wholeMoments(tx, userId)) {
    // The database stores a batch while the next one is computed.
    const [, computed] = await Promise.all([diff.take(flips), compute(replay, rows)]);
    flips = computed;
    done += rows.length;
    await onProgress(done);
  }
  await diff.take(flips);
  await diff.end();
  await tx`delete from open_lots where user_id = ${userId}`;
  await copyLots(tx, userId, replay.holdings);
}

async function compute(replay: Replay, rows: readonly EventRow[]): Promise<FlipRow[]> {
  const flips: FlipRow[] = [];
  const events = eventsOf(rows).toSorted((a, b) => compareEvents(a.event, b.event));
  for (const [index, each] of events.entries()) {
    if (index % SLICE === 0) await setImmediate();
    const flip = flipOf(each, replay.apply(each.event));
    if (flip !== null) flips.push(flip);
  }
  return flips;
}

/** All rows of a ledger by time, in batches that never split a moment, so that a batch can be put in order. */
async function* wholeMoments(tx: TransactionSql, userId: string): AsyncGenerator<EventRow[]> {
  await tx`
    declare ledger_rows no scroll cursor for
      select ${eventColumns(tx)} from user_transactions where user_id = ${userId} order by at`;
  let held: EventRow[] = [];
  for (;;) {
    const rows = await tx<EventRow[]>`fetch ${tx.unsafe(String(BATCH))} from ledger_rows`;
    const last = rows.at(-1)?.atMs;
    if (last === undefined) break;
    const complete = rows.filter(({ atMs }) => atMs < last);
    if (complete.length > 0) {
      yield [...held, ...complete];
      held = rows.slice(complete.length);
    } else held.push(...rows);
  }
  if (held.length > 0) yield held;
  await tx`close ledger_rows`;
}
