import { readHistory } from "#features/history/read/read-history.ts";
import { openDb } from "#platform/db/db.ts";
import { sleep } from "#platform/sleep.ts";

/**
 * Reads about 50 charts a second from the database until the parent disconnects. There is no cache; behind a cache
 * this would be the load of many times as many charts.
 */
const [, , url = "", items = "", nowText = "0"] = process.argv;
const nowMs = Number(nowText);
const ids = items.split(",").map(Number);
const DAY_MS = 86_400_000;
const READERS = 4;
const EVERY_MS = 80;

const db = openDb({ url, max: READERS, applicationName: "bench readers" });
const deps = {
  dbRead: db.orm,
  clock: { now: () => new Date(nowMs) },
  cache: <T>(entry: { load: () => Promise<T> }) => entry.load(),
};
const stop = new AbortController();
let reads = 0;
process.once("disconnect", () => stop.abort());

await Promise.all(
  Array.from({ length: READERS }, async (_, reader) => {
    for (let turn = reader; !stop.signal.aborted; turn += 1) {
      const itemId = ids[turn % ids.length] ?? 0;
      const startedMs = performance.now();
      await (turn % 2 === 0
        ? readHistory(deps, { itemId, timestep: "5m", from: nowMs - 30 * DAY_MS, to: nowMs })
        : readHistory(deps, { itemId, timestep: "6h", from: nowMs - 365 * DAY_MS, maxPoints: 1_000 }));
      reads += 1;
      if (reads === READERS) process.send?.("reading");
      await sleep(Math.max(0, EVERY_MS - (performance.now() - startedMs)), stop.signal);
    }
  }),
);
await db.close();
