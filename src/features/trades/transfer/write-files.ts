import type { Sql } from "postgres";
import { jsonRows } from "#platform/json-rows.ts";
import { OWN_JSON } from "#features/trades/rules/logs/own-file.ts";
import { shareBetween } from "#features/trades/rules/ledger/share.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { lotPages, pagesByItem, soldPages } from "./export-pages.ts";
import type { HeldRow } from "./export-pages.ts";
import { closedFlipRow, copilotFlipsHeader, heldLotRow } from "./formats/copilot-flips.ts";
import { copilotTransaction, copilotTransactionsHeader } from "./formats/copilot-transactions.ts";
import {
  FLIPPING_ITEM_END,
  fitsFlippingUtilities,
  flippingItemStart,
  flippingOffer,
} from "./formats/flipping-utilities-file.ts";
import type { NamedEntry } from "./formats/named-entry.ts";
import { ownCsvHeader, ownCsvRows } from "./formats/own-csv.ts";
import { ownJsonTrade } from "./formats/own-json.ts";
import { tradePages } from "./ledger-pages.ts";
import type { LedgerEntry } from "./ledger-pages.ts";

export type Names = {
  itemOf: (id: number) => string;
  /** Null: unknown. */
  limitOf: (id: number) => number | null;
  characterOf: (id: string) => string;
};

/** Whose ledger, and where it is. */
export type Source = { sql: Sql; userId: string; names: Names };

const named = ({ itemOf, characterOf }: Names, entry: LedgerEntry): NamedEntry => ({
  ...entry,
  item: itemOf(entry.itemId),
  character: characterOf(entry.characterId),
  toCharacter: entry.toCharacterId === null ? null : characterOf(entry.toCharacterId),
});

async function* namedPages({ sql, userId, names }: Source): AsyncGenerator<readonly NamedEntry[]> {
  for await (const page of tradePages(sql, userId)) yield page.map((entry) => named(names, entry));
}

export async function* ownCsv(source: Source): AsyncGenerator<string> {
  yield ownCsvHeader;
  for await (const page of namedPages(source)) yield ownCsvRows(page);
}

/** What stands before the trades. */
type Head = { exportedAt: number; settings: object; characters: readonly object[] };

export async function* ownJson(source: Source, head: Head): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: OWN_JSON, ...head }).slice(0, -1)},\n"trades":[`;
  yield* jsonRows(mapPages(namedPages(source), ownJsonTrade));
  yield '],\n"held":[';
  yield* jsonRows(mapPages(lotPages(source.sql, source.userId), (lot) => heldJson(source.names, lot)));
  yield "]}\n";
}

async function* mapPages<T>(
  pages: AsyncIterable<readonly T[]>,
  to: (row: T) => object,
): AsyncGenerator<readonly object[]> {
  for await (const page of pages) yield page.map(to);
}

const costLeft = ({ units, taken, cost }: HeldRow): number | null =>
  cost === null ? null : shareBetween(cost, taken, units, units);

const heldJson = ({ itemOf, characterOf }: Names, lot: HeldRow): object => ({
  character: characterOf(lot.characterId),
  itemId: lot.itemId,
  item: itemOf(lot.itemId),
  quantity: lot.units - lot.taken,
  cost: costLeft(lot),
  boughtAt: lot.boughtAtMs,
  lotId: lot.lotId,
});

/** `<account>.json` of Flipping Utilities: the offers of each item. */
export async function* flippingUtilities(
  { sql, userId, names }: Source,
  { id, name: account }: { id: string; name: string },
): AsyncGenerator<string> {
  const itemStart = (itemId: number) =>
    flippingItemStart({ itemId, name: names.itemOf(itemId), limit: names.limitOf(itemId), account });
  yield '{"lastOffers":{},"trades":[\n';
  let item: number | null = null;
  for await (const page of pagesByItem(sql, userId, id)) {
    const parts: string[] = [];
    for (const row of page.filter(fitsFlippingUtilities)) {
      if (row.itemId === item) parts.push(",\n");
      else parts.push(item === null ? "" : `${FLIPPING_ITEM_END},\n`, itemStart(row.itemId), "\n");
      item = row.itemId;
      parts.push(flippingOffer(row));
    }
    yield parts.join("");
  }
  yield item === null ? "]}\n" : `${FLIPPING_ITEM_END}\n]}\n`;
}

export async function* copilotTransactions(source: Source): AsyncGenerator<string> {
  yield copilotTransactionsHeader;
  for await (const page of namedPages(source)) yield page.map(copilotTransaction).join("");
}

export async function* copilotFlips({ sql, userId, names }: Source): AsyncGenerator<string> {
  const words = ({ itemId, characterId }: Pick<LedgerRow, "itemId" | "characterId">) => ({
    item: names.itemOf(itemId),
    character: names.characterOf(characterId),
  });
  yield copilotFlipsHeader;
  for await (const page of soldPages(sql, userId))
    yield page.map((row) => closedFlipRow({ ...row, ...words(row) })).join("");
  for await (const page of lotPages(sql, userId)) {
    const known = page.flatMap((lot) => {
      const cost = costLeft(lot);
      // By average cost nothing tells when the units were bought, and without a cost there is no flip.
      if (cost === null || lot.boughtAtMs === null) return [];
      return heldLotRow({ boughtAtMs: lot.boughtAtMs, units: lot.units - lot.taken, cost, ...words(lot) });
    });
    yield known.join("");
  }
}
