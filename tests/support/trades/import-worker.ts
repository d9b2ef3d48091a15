import { systemClock } from "#platform/clock.ts";
import { openDb } from "#platform/db/db.ts";
import { runImport } from "#features/imports/work/run-import.ts";
import { silentLog } from "../servers/feed.ts";

/** A worker that does what one import asks for, and ends: what is killed. Says `ready` first. Arguments: database, import. */
const [, , url = "", id = ""] = process.argv;
const db = openDb({ url, max: 4, applicationName: "import worker" });
await db.sql`select 1`;
process.send?.("ready");
const deps = { db: db.orm, clock: systemClock, log: silentLog, billing: null };
await runImport(deps, id, { signal: new AbortController().signal, isLastAttempt: false });
await db.close();
process.exit(0);
