import { openDb } from "#platform/db/db.ts";
import { runImport } from "#features/imports/work/run-import.ts";
import { openLog } from "#platform/log/log.ts";
import { timed } from "./history-store.ts";
import { TO_MS } from "./ledger-trades.ts";

/** What the work on an uploaded file took in this process, which does nothing else; see bench/ledger.ts. */
export type ImportFigures = { readMs: number; commitMs: number; rssMb: number; trades: number };

const [, , url = "", id = ""] = process.argv;
const db = openDb({ url, max: 4, applicationName: "bench import", statementTimeoutMs: 5_000 });
const clock = { now: () => new Date(TO_MS + 30 * 86_400_000) };
const deps = { db: db.orm, clock, log: openLog({ level: "warn", process: "worker" }), billing: null };
const job = { signal: new AbortController().signal, isLastAttempt: false };

const readMs = await timed(() => runImport(deps, id, job));
await db.sql`update imports set state = 'committing' where id = ${id} and state = 'ready'`;
const commitMs = await timed(() => runImport(deps, id, job));
const [row] = await db.sql<{ state: string; problem: string | null; trades: number }[]>`
  select state, problem, committed_trades::float8 as trades from imports where id = ${id}`;
if (row?.state !== "committed") throw new Error(`the import is ${row?.state}: ${row?.problem}`);
await db.close();
const rssMb = process.resourceUsage().maxRSS / 1_024;
process.send?.({ readMs, commitMs, rssMb, trades: row.trades } satisfies ImportFigures);
process.disconnect?.();
