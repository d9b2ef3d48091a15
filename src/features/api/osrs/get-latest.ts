import type { Cache } from "#platform/cache/cache.ts";
import type { Db } from "#platform/db/db.ts";
import { readLatestPrices } from "#features/market/list/read-catalogue.ts";
import type { LatestPricesById, LatestQuery } from "#features/api/rules/market-endpoints.ts";

type Deps = { dbRead: Db; cache: Cache };

/** The last trades in the wiki's shape. An unknown item has no entry, as upstream. */
export async function getLatest(deps: Deps, { id }: LatestQuery): Promise<LatestPricesById> {
  const all = await deps.cache({
    key: "wiki:latest",
    local: true,
    freshMs: 1_000,
    staleMs: 5_000,
    load: () => readLatest(deps.dbRead),
  });
  if (id === undefined) return all;
  const one = all.data[String(id)];
  return { data: one === undefined ? {} : { [id]: one } };
}

const unixS = (at: Date | null): number | null => (at === null ? null : Math.floor(at.getTime() / 1_000));

async function readLatest(db: Db): Promise<LatestPricesById> {
  const rows = await readLatestPrices(db);
  const entries = rows.map(
    (row) =>
      [
        String(row.itemId),
        { high: row.high, highTime: unixS(row.highAt), low: row.low, lowTime: unixS(row.lowAt) },
      ] as const,
  );
  return { data: Object.fromEntries(entries) };
}
