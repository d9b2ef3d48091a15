import type { Sql, TransactionSql } from "postgres";
import { forgetEtag } from "#features/feed/record-poll.ts";
import type { Parsed, Refusals } from "#features/feed/rules/values.ts";
import { bumpVersion } from "#features/market/ingest/bump-version.ts";
import { storeLatest } from "#features/market/ingest/ingest-latest.ts";
import { storeMapping } from "#features/market/ingest/ingest-mapping.ts";
import { parseLatest } from "#features/market/ingest/parse-latest.ts";
import { parseMapping } from "#features/market/ingest/parse-mapping.ts";
import type { Clock } from "#platform/clock.ts";

type Imported =
  | { ok: true; rows: number; changed: number; refused: Refusals }
  | { ok: false; problem: string };

/**
 * Imports a captured `/latest` or `/mapping`. A price side is replaced only by a newer one. Items are only added: a
 * catalogue does not say how old it is, so that a known item may be newer than the capture. Does not touch the poll state, so that an old capture does not look like a working feed.
 */
export async function importCatalogue(
  deps: { sql: Sql; clock: Clock },
  kind: "latest" | "mapping",
  body: unknown,
): Promise<Imported> {
  const now = deps.clock.now();
  const stored = <T>(parsed: Parsed<T[]>, store: (tx: TransactionSql, rows: T[]) => Promise<number>) =>
    storeParsed(deps.sql, { kind, now }, parsed, store);
  return kind === "latest"
    ? stored(parseLatest(body, now.getTime()), (tx, rows) => storeLatest(tx, rows, now))
    : stored(parseMapping(body), (tx, rows) => storeMapping(tx, rows, { now, keepsKnown: true }));
}

async function storeParsed<T>(
  sql: Sql,
  { kind, now }: { kind: "latest" | "mapping"; now: Date },
  parsed: Parsed<T[]>,
  store: (tx: TransactionSql, rows: T[]) => Promise<number>,
): Promise<Imported> {
  if (!parsed.ok) return parsed;
  const { value: rows, refused } = parsed;
  const changed = await sql.begin(async (tx) => {
    const written = rows.length > 0 ? await store(tx, rows) : 0;
    if (written > 0) {
      await forgetEtag(tx, kind);
      await bumpVersion(tx, now);
    }
    return written;
  });
  return { ok: true, rows: rows.length, changed, refused };
}
