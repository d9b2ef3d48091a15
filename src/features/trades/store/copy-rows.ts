import type { PendingQuery, Row, TransactionSql } from "postgres";
import { copyCell, openCopy } from "#platform/db/copy.ts";
import type { OpenLot } from "#features/trades/rules/ledger/holding.ts";
import type { Holdings } from "#features/trades/rules/ledger/replay.ts";
import type { FlipRow } from "./flip-row.ts";
import type { HourSums } from "./hour-sums.ts";
import { lotRows } from "./open-lots.ts";

const DAY_MS = 86_400_000;
const days = new Map<number, string>();

/** The date of a day (days since 1970), kept for the next time: formatting each of many times anew is slow. */
function dateOf(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size > 10_000) days.clear();
  const date = new Date(day * DAY_MS).toISOString().slice(0, 11);
  days.set(day, date);
  return date;
}

/** Epoch ms as a timestamp in UTC. */
function time(atMs: number): string {
  const day = Math.floor(atMs / DAY_MS);
  const ms = atMs - day * DAY_MS;
  return `${dateOf(day)}${Math.floor(ms / 3_600_000)}:${Math.floor(ms / 60_000) % 60}:${(ms % 60_000) / 1_000}Z`;
}
const timeCell = (atMs: number | null): string => (atMs === null ? copyCell(null) : time(atMs));

async function copy(tx: TransactionSql, statement: PendingQuery<Row[]>, text: string): Promise<void> {
  const into = await openCopy(tx, statement);
  await into.write(text);
  await into.end();
}

const flipLine = (userId: string, flip: FlipRow): string =>
  `${userId}\t${flip.id}\t${time(flip.atMs)}\t${flip.characterId}\t${flip.itemId}\t${flip.kind}\t${flip.quantity}\t${
    flip.gross
  }\t${flip.tax}\t${copyCell(flip.cost)}\t${flip.knownUnits}\t${copyCell(flip.profit)}\t${flip.unexplained}\t${
    flip.absorbed
  }\t${flip.missing}\t${timeCell(flip.boughtAtMs)}\t${copyCell(flip.source)}\t${flip.isExact}\n`;

export async function copyFlips(
  tx: TransactionSql,
  userId: string,
  flips: readonly FlipRow[],
): Promise<void> {
  if (flips.length === 0) return;
  const into = tx`copy flips (user_id, id, at, character_id, item_id, kind, quantity, gross, tax, cost, known_units, profit,
    unexplained, absorbed, missing, bought_at, source, is_exact) from stdin`;
  await copy(tx, into, flips.map((flip) => flipLine(userId, flip)).join(""));
}

/** How many rows one statement takes: enough for speed, and a few MB of text. */
const CHUNK = 20_000;

/** Writes lines in statements of at most CHUNK of them. */
async function copyLines(
  tx: TransactionSql,
  statement: () => PendingQuery<Row[]>,
  lines: Iterable<string>,
): Promise<void> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < CHUNK) continue;
    await copy(tx, statement(), chunk.join(""));
    chunk = [];
  }
  if (chunk.length > 0) await copy(tx, statement(), chunk.join(""));
}

function* lotLines(userId: string, holdings: Holdings): Generator<string> {
  for (const [chain, holding] of holdings) {
    const open: readonly OpenLot[] = holding.open();
    for (const lot of lotRows(chain, open, 0)) {
      const values = [
        userId,
        lot.characterId,
        lot.itemId,
        lot.position,
        lot.lotId,
        lot.boughtAtMs === null ? null : time(lot.boughtAtMs),
        lot.units,
        lot.cost,
        lot.taken,
      ];
      yield `${values.map(copyCell).join("\t")}\n`;
    }
  }
}

export const copyLots = (tx: TransactionSql, userId: string, holdings: Holdings): Promise<void> =>
  copyLines(
    tx,
    () =>
      tx`copy open_lots (user_id, character_id, item_id, position, lot_id, bought_at, units, cost, taken)
        from stdin`,
    lotLines(userId, holdings),
  );

function* hourLines(userId: string, hours: Iterable<HourSums>): Generator<string> {
  for (const { hourMs, characterId, ...sums } of hours) {
    const { flips, wins, profit, cost, gross, tax, unexplained, absorbed, rows, stored, hash } = sums;
    const amounts = [flips, wins, profit, cost, gross, tax, unexplained, absorbed, rows, stored, hash];
    yield `${userId}\t${time(hourMs)}\t${characterId}\t${amounts.join("\t")}\n`;
  }
}

export const copyHours = (tx: TransactionSql, userId: string, hours: Iterable<HourSums>): Promise<void> =>
  copyLines(
    tx,
    () =>
      tx`copy profit_hours (user_id, hour_at, character_id, flips, wins, profit, cost, gross, tax, unexplained, absorbed,
        rows, stored, hash) from stdin`,
    hourLines(userId, hours),
  );
