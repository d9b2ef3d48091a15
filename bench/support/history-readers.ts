import { getPriceHistory } from "#features/history/get-price-history.ts";
import { openDb } from "#platform/db.ts";

/** A process that reads charts without a pause until it is told to stop, each at its database: no cache. */
const [, , url = "", items = "", nowText = "0"] = process.argv;
const nowMs = Number(nowText);
const ids = items.split(",").map(Number);
const DAY_MS = 86_400_000;
const READERS = 3;

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
      await (turn % 2 === 0
        ? getPriceHistory(deps, { itemId, timestep: "5m", from: nowMs - 30 * DAY_MS, to: nowMs })
        : getPriceHistory(deps, { itemId, timestep: "6h", from: nowMs - 365 * DAY_MS, maxPoints: 1_000 }));
      reads += 1;
      if (reads === READERS) process.send?.("reading");
    }
  }),
);
await db.close();
