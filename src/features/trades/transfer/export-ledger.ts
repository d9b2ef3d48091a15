import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { loadMarket } from "#features/market/list/load-market.ts";
import { readCharacters } from "#features/trades/characters/find-character.ts";
import { readSettings } from "#features/trades/characters/read-settings.ts";
import type { ExportFormat } from "#features/trades/rules/export-formats.ts";
import type { ExportLedgerInput } from "./contract.ts";
import { copilotFlips, copilotTransactions, flippingUtilities, ownCsv, ownJson } from "./write-files.ts";
import type { Names, Source } from "./write-files.ts";

type Deps = { db: Db; dbRead: Db; cache: Cache; clock: Clock };

/** A file that is made while it is read: memory holds a page of the ledger. */
export type LedgerFile = { fileName: string; contentType: string; text: AsyncIterable<string> };

const NO_CHARACTER = "You have no character yet: one is made with your first trade";
const GONE = "That character is gone: load the page again";
const CSV_TYPE = "text/csv; charset=utf-8";
const JSON_TYPE = "application/json; charset=utf-8";

/**
 * A trader's ledger as a file in one of the formats of rules/export-formats.ts. Throws `not_found` for a character that
 * is not the trader's, also where there is none yet.
 */
export async function exportLedger(
  deps: Deps,
  { userId }: UserActor,
  { format, character }: ExportLedgerInput,
): Promise<LedgerFile> {
  const held = await readCharacters(deps.db, userId);
  const source: Source = { sql: clientOf(deps.db), userId, names: await readNames(deps, held) };
  const day = deps.clock.now().toISOString().slice(0, 10);
  const files: Record<ExportFormat, () => LedgerFile | Promise<LedgerFile>> = {
    csv: () => ({ fileName: `ge-metrics-trades-${day}.csv`, contentType: CSV_TYPE, text: ownCsv(source) }),
    json: async () => ({
      fileName: `ge-metrics-trades-${day}.json`,
      contentType: JSON_TYPE,
      text: ownJson(source, {
        exportedAt: deps.clock.now().getTime(),
        settings: await readSettings(deps.db, userId),
        characters: held,
      }),
    }),
    "flipping-utilities": () => {
      const of = character === undefined ? held[0] : held.find(({ id }) => id === character);
      if (of === undefined) throw new AppError("not_found", character === undefined ? NO_CHARACTER : GONE);
      return { fileName: `${of.name}.json`, contentType: JSON_TYPE, text: flippingUtilities(source, of) };
    },
    "copilot-transactions": () => ({
      fileName: "transactions.csv",
      contentType: CSV_TYPE,
      text: copilotTransactions(source),
    }),
    "copilot-flips": () => ({ fileName: "flips.csv", contentType: CSV_TYPE, text: copilotFlips(source) }),
  };
  return files[format]();
}

async function readNames(deps: Deps, held: readonly { id: string; name: string }[]): Promise<Names> {
  const { columns, indexById } = await loadMarket(deps);
  const characters = new Map(held.map(({ id, name }) => [id, name]));
  return {
    itemOf: (id) => columns.name[indexById[id] ?? -1] ?? `Item ${id}`,
    limitOf: (id) => columns.limit[indexById[id] ?? -1] ?? null,
    // One that was renamed or merged while the file is made keeps its id.
    characterOf: (id) => characters.get(id) ?? id,
  };
}
