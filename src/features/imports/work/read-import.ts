import { setImmediate } from "node:timers/promises";
import type { TransactionSql } from "postgres";
import { and, eq } from "drizzle-orm";
import { readItemNames } from "#features/market/list/read-item-names.ts";
import { readCharacters } from "#features/trades/characters/find-character.ts";
import { localTimeReader } from "#features/trades/rules/logs/local-time.ts";
import { ExchangeOffers } from "#features/trades/rules/logs/exchange-offers.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import type { FoundFile } from "#features/imports/contract.ts";
import { readHead, findFiles } from "#features/imports/parse/find-files.ts";
import { createItemFinder } from "#features/imports/parse/item-finder.ts";
import { openParser } from "#features/imports/parse/open-parser.ts";
import { asksOf } from "#features/imports/rules/asks.ts";
import { importMappings, imports } from "#features/imports/schema.ts";
import { CopyRows } from "#features/imports/stage/copy-rows.ts";
import { matchImport } from "#features/imports/stage/match-import.ts";
import { STAGED_COLUMNS, Stager } from "#features/imports/stage/stager.ts";
import { claimImport, makeStagingTable } from "#features/imports/stage/staging-table.ts";
import { summarise } from "#features/imports/stage/summarise.ts";
import { refusedFile } from "#features/imports/unpack/budget.ts";
import { decodeText } from "#features/imports/unpack/decode-text.ts";
import { unpack } from "#features/imports/unpack/unpack.ts";
import type { Entry } from "#features/imports/unpack/unpack.ts";
import { storedFile } from "#features/imports/upload/stored-file.ts";
import { ImportTaken, createProgress } from "./progress.ts";

type Deps = { db: Db; clock: Clock; signal: AbortSignal };
export type ImportRow = typeof imports.$inferSelect;

/**
 * Reads the bytes of an import into its staging table and compares them with the ledger, in one transaction: a worker
 * that is killed leaves nothing behind, and the next one begins anew with the same result. Ends in `ready`, or in `asking`
 * where the trader has to say something first. Throws `invalid_input` for a file that is refused.
 */
export async function readImport(deps: Deps, row: ImportRow): Promise<void> {
  const { db, clock } = deps;
  const sql = clientOf(db);
  let readBytes = 0;
  const file = storedFile(sql, row, (bytes) => {
    readBytes += bytes;
  });
  const known = await readMappings(db, row.userId);
  const entries = await unpack(file, row.name);
  const files = await findFiles(entries, (key) => known.get(key));
  if (asksOf(files, row.options.timeZone ?? null).length > 0) {
    await db
      .update(imports)
      .set({ files, state: "asking", changedAt: clock.now() })
      .where(and(eq(imports.id, row.id), eq(imports.state, "reading")));
    return;
  }
  readBytes = 0;
  const progress = createProgress({ sql, ...deps }, { id: row.id, state: "reading" });
  const parts = await stagerParts(deps, row);
  await sql.begin(async (tx) => {
    await claimImport(tx, row.id);
    const table = await makeStagingTable(tx, row.id);
    const copy = await CopyRows.open(tx, table, STAGED_COLUMNS);
    const stager = new Stager({ ...parts, write: (values) => copy.add(values) });
    try {
      await stageEntries(entries, files, stager, async () => {
        await copy.flush();
        await progress.report(readBytes, stager.rows);
      });
      await copy.end();
    } catch (error) {
      copy.abort();
      throw error;
    }
    if (stager.rows === 0) throw refusedFile("It has no trades, and no line that looks like one");
    await matchImport(tx, table, row.userId);
    await finish(tx, { row, files, table, stager, clock });
  });
}

async function readMappings(db: Db, userId: string) {
  const rows = await db.select().from(importMappings).where(eq(importMappings.userId, userId));
  return new Map(rows.map(({ header, mapping }) => [header, mapping]));
}

async function stagerParts({ db, clock }: Deps, { userId, options }: ImportRow) {
  const [items, characters] = await Promise.all([readItemNames(db), readCharacters(db, userId)]);
  const ids = new Set(characters.map(({ id }) => id));
  const chosen = Object.entries(options.characters ?? {}).filter(([, id]) => ids.has(id));
  const wanted = options.characterId ?? "";
  return {
    findItem: createItemFinder(items),
    readLocal: options.timeZone === undefined ? null : localTimeReader(options.timeZone),
    characterIds: new Map([
      ...characters.map(({ id, name }) => [name.toLowerCase(), id] as const),
      ...chosen,
    ]),
    defaultCharacterId: ids.has(wanted) ? wanted : (characters[0]?.id ?? null),
    nowMs: clock.now().getTime(),
  };
}

async function stageEntries(
  entries: readonly Entry[],
  files: readonly FoundFile[],
  stager: Stager,
  onPart: () => Promise<void>,
): Promise<void> {
  const offers = new ExchangeOffers();
  let lastLine = 0;
  for (const [index, entry] of entries.entries()) {
    const found = files[index];
    if (found === undefined || found.format === null || found.problem !== null) continue;
    stager.startFile(index, found.format);
    const sink = {
      trade: (...args: Parameters<Stager["trade"]>) => {
        [lastLine] = args;
        stager.trade(...args);
      },
      refusal: (...args: Parameters<Stager["refuse"]>) => stager.refuse(...args),
    };
    const parser = openParser(sink, found, { head: await readHead(entry), offers });
    for await (const text of decodeText(entry.open())) {
      parser.push(text);
      await onPart();
      await setImmediate();
    }
    await parser.end();
    await onPart();
  }
  for (const trade of offers.end()) stager.trade(lastLine, trade, "");
}

type Read = { row: ImportRow; files: FoundFile[]; table: string; stager: Stager; clock: Clock };

async function finish(tx: TransactionSql, { row, files, table, stager, clock }: Read): Promise<void> {
  const summary = { ...(await summarise(tx, table)), ...stager.counts() };
  await tx`analyze ${tx(table)}`;
  const { count } = await tx`
    update imports set state = 'ready', files = ${JSON.stringify(files)}::text::jsonb,
      summary = ${JSON.stringify(summary)}::text::jsonb, rows = ${stager.rows}, read_bytes = size_bytes, problem = null,
      changed_at = ${clock.now().toISOString()}
    where id = ${row.id} and state = 'reading'`;
  if (count === 0) throw new ImportTaken();
}
