import { findSealable } from "#features/history/store/find-sealable.ts";
import { rollUpBuckets } from "#features/history/rollup/roll-up-buckets.ts";
import { sealPeriod } from "#features/history/store/seal-period.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { openDb } from "#platform/db/db.ts";
import { someBuckets } from "../support/market/history.ts";

/**
 * A worker that seals what is closed, takes the day's late buckets and rolls up, and ends: what is killed. It says
 * `ready` before it begins and `done` when nothing is left. Arguments: database, the time it is (epoch ms), the day whose buckets are late, how many.
 */
const [, , url = "", nowText = "", dayText = "", itemsText = ""] = process.argv;
const clock = { now: () => new Date(Number(nowText)) };
const db = openDb({ url, max: 2, applicationName: "sealer" });
const deps = { sql: db.sql, clock };

await db.sql`select 1`;
process.send?.("ready");
for (const period of await findSealable(deps)) await sealPeriod(deps, period);
const late = someBuckets("5m", Number(dayText), 288, Number(itemsText)).filter(
  (_, index) => index % 48 === 7,
);
for (const bucket of late) await storeBucket(deps, { step: "5m", bucket, refusedCount: 0 });
await rollUpBuckets(deps);
process.send?.("done");
await db.close();
process.exit(0);
