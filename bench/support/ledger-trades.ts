import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Sql } from "postgres";
import { taxGp } from "#features/market/rules/tax/tax.ts";
import { ensureTradeMonths } from "#features/trades/store/ensure-months.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { seededRandom } from "./history-store.ts";

const ITEMS = 500;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Two years of trades: before and after the tax of 2%. */
export const FROM_MS = Date.UTC(2024, 9, 1);
export const TO_MS = Date.UTC(2026, 9, 1);
/** A sample of a trader's times, in which months that have trades are found. */
export const MONTHS = Array.from(
  { length: Math.ceil((TO_MS - FROM_MS) / DAY_MS) },
  (_, day) => FROM_MS + day * DAY_MS,
);

/** Ids that grow with the number, as ids made one after another do. */
export const idOf = (trader: number, turn: number): string => {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0").slice(-digits);
  return `${hex(turn, 8)}-${hex(trader, 4)}-7000-8000-${hex(Math.floor(seededRandom(trader, turn) * 2 ** 32), 12)}`;
};
export const userOf = (trader: number): string => idOf(trader, 0xff_00_00_00);
export const characterOf = (trader: number, second: boolean): string =>
  idOf(trader, second ? 0xff_00_00_02 : 0xff_00_00_01);

/**
 * A trader's trade: purchases and sales in turn, of few items often and many seldom, with two characters; one sale in 50
 * has no purchase.
 */
export function tradeOf(trader: number, turn: number, count: number): LedgerRow {
  const pair = turn - (turn % 2);
  const isSell = turn % 2 === 1;
  const popularity = seededRandom(trader, pair) ** 3;
  const itemId = 1 + Math.floor(popularity * ITEMS);
  const price = 100 + Math.floor(seededRandom(itemId, 3) ** 4 * 3_000_000);
  const atMs = FROM_MS + Math.floor(((TO_MS - FROM_MS) / count) * turn);
  const quantity = 1 + Math.floor(seededRandom(pair, itemId) * 1_000);
  const isGap = pair % 100 === 0;
  const unitPrice = Math.floor(price * (isSell ? 1.04 : 1) * (0.97 + seededRandom(turn, trader) * 0.06));
  return {
    id: idOf(trader, turn),
    atMs,
    characterId: characterOf(trader, seededRandom(itemId, trader) < 0.3),
    itemId,
    kind: isSell || isGap ? "sell" : "buy",
    quantity,
    gross: unitPrice * quantity,
    unitPrice,
    tax: isSell || isGap ? taxGp(unitPrice, { itemId, atMs }) * quantity : 0,
    isExact: true,
    source: "runelite",
    importId: null,
    origin: null,
    note: null,
    groupId: null,
    weight: null,
    fee: null,
    toCharacterId: null,
    pairId: null,
  };
}

const NULLS = Array.from({ length: 8 }, () => String.raw`\N`).join("\t");

/** Loads a trader's trades into `user_transactions` by COPY. */
export async function copyTrades(
  sql: Sql,
  trader: number,
  count: number,
  userId = userOf(trader),
): Promise<void> {
  await ensureTradeMonths(sql, MONTHS);
  const into =
    await sql`copy user_transactions (id, at, user_id, character_id, item_id, kind, quantity, gross,
    unit_price, tax, is_exact, source, import_id, origin, note, group_id, weight, fee, to_character_id, pair_id)
    from stdin`.writable();
  const written = finished(into);
  const LINES = 2_000;
  for (let from = 0; from < count; from += LINES) {
    const lines: string[] = [];
    for (let turn = from; turn < Math.min(count, from + LINES); turn += 1) {
      const row = tradeOf(trader, turn, count);
      const at = new Date(row.atMs).toISOString();
      lines.push(
        `${row.id}\t${at}\t${userId}\t${row.characterId}\t${row.itemId}\t${row.kind}\t${row.quantity}\t${row.gross}\t${row.unitPrice}\t${row.tax}\tt\trunelite\t${NULLS}\n`,
      );
    }
    if (!into.write(lines.join(""))) await once(into, "drain");
  }
  into.end();
  await written;
}
