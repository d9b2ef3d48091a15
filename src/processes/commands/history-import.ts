import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import type { Sql } from "postgres";
import { storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { countGaps } from "#features/history/backfill/count-gaps.ts";
import { importFile } from "#features/history/transfer/import-file.ts";
import type { ImportOutcome } from "#features/history/transfer/import-file.ts";
import type { ImportCounts } from "#features/history/transfer/import-counts.ts";
import { trackGaps } from "#features/history/backfill/track-gaps.ts";
import { countRefused } from "#features/feed/rules/values.ts";
import type { Refusals } from "#features/feed/rules/values.ts";
import { refreshStats } from "#features/history/read/refresh-stats.ts";
import { monotonicMs } from "#platform/clock.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ROOT } from "#processes/up/children/node-child.ts";
import { runCommand } from "./command.ts";
import type { CommandDeps } from "./command.ts";
import { UserError } from "#processes/up/user-error.ts";
import { count, createProgress, megabytes, plural, seconds } from "./progress.ts";
import type { Progress } from "./progress.ts";

const USAGE = `npm run history:import -- [--step 5m|1h|24h] FILE...

Stores captured answers of the price feed: /5m, /1h, /24h, /timeseries, /mapping and /latest, as one JSON document or
one a line, in UTF-8, plain or .gz. --step tells how long the buckets are where neither a file's name nor its content
does. Reading a file again changes nothing; after Ctrl-C the same command goes on where it stopped. The exit code is 0
if every file held something and no line or answer was refused as a whole.`;

type Args = { paths: string[]; step: StoredStep | undefined };

await runCommand("history:import", readArgs, importAll);

function readArgs(): Args {
  const { values, positionals } = parseArgs({
    options: { step: { type: "string" } },
    allowPositionals: true,
  });
  const step = storedSteps.find((one) => one === values.step);
  if (values.step !== undefined && step === undefined)
    throw new UserError(`--step is one of ${storedSteps.join(", ")}.`);
  if (positionals.length === 0) throw new UserError(USAGE);
  return { paths: positionals, step };
}

async function importAll({ paths, step }: Args, deps: CommandDeps): Promise<number> {
  const { db, clock, signal, database } = deps;
  const progress = createProgress(process.stdout);
  progress.line(`into ${database.about}`);
  await migrateDatabase({ url: database.url, folder: join(ROOT, "drizzle") });

  const all: ImportCounts[] = [];
  let failed = 0;
  for (const path of paths) {
    if (signal.aborted) break;
    try {
      const outcome = await importOne(path, step, deps, progress);
      all.push(outcome.counts);
      if (!outcome.interrupted && !isWhole(outcome)) failed += 1;
    } catch (error) {
      failed += 1;
      progress.line(`! ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (all.some(({ stored }) => stored > 0)) await refreshStats({ sql: db.sql, clock });
  if (paths.length > 1) progress.line(`all: ${countsLine(sumCounts(all))}`);
  if (all.length > 0) progress.line(await gapsLine({ sql: db.sql, clock }));
  if (signal.aborted) progress.line("interrupted; what is stored stays, and the same command goes on");
  return failed > 0 ? 1 : 0;
}

/** Whether the file held something, and nothing of it was refused as a whole. */
function isWhole({ counts, problems, resumedAfter }: ImportOutcome): boolean {
  return problems.length === 0 && (counts.stored + counts.unchanged > 0 || resumedAfter !== null);
}

async function importOne(
  path: string,
  step: StoredStep | undefined,
  { db, clock, signal }: CommandDeps,
  progress: Progress,
): Promise<ImportOutcome> {
  const { size } = await stat(path);
  const startedMs = monotonicMs();
  const name = basename(path);
  const outcome = await importFile(
    { sql: db.sql, clock },
    {
      path,
      step,
      signal,
      onResume: (line) =>
        progress.line(`${name}: goes on after line ${count(line)}, where the last run stopped`),
      onProgress: (counts) =>
        progress.update(() => {
          const share = size === 0 ? 100 : Math.floor((counts.bytes / size) * 100);
          return `${name}: ${share}% of ${megabytes(size)}, ${count(counts.read)} points read, ${count(counts.stored)} stored`;
        }),
    },
  );
  const { counts, problems } = outcome;
  for (const problem of problems) progress.line(`  ${name} ${problem}`);
  if (counts.read === 0 && outcome.resumedAfter === null) progress.line(`! ${name}: there is nothing in it`);
  const tookMs = monotonicMs() - startedMs;
  const pace = count(Math.round(counts.read / (tookMs / 1_000)));
  progress.line(
    `${name}: ${plural(counts.answers, "answer")}; ${countsLine(counts)} (${seconds(tookMs)}, ${pace} points/s)`,
  );
  return outcome;
}

/** Looks for gaps in the whole history: a worker does that only when it starts. */
async function gapsLine(deps: Pick<CommandDeps, "clock"> & { sql: Sql }): Promise<string> {
  await trackGaps(deps, { whole: true });
  const { missing, unfillable } = await countGaps(deps);
  return `gaps: ${plural(missing, "bucket")} missing since the first on record, ${count(unfillable)} of them for good`;
}

function countsLine({ read, stored, unchanged, refused }: Omit<ImportCounts, "bytes" | "answers">): string {
  const reasons = Object.entries(refused)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, n]) => `${count(n)} ${reason}`);
  const why = reasons.length === 0 ? "" : `: ${reasons.join(", ")}`;
  return `read ${count(read)}, stored ${count(stored)}, unchanged ${count(unchanged)}, refused ${count(countRefused(refused))}${why}`;
}

function sumCounts(all: readonly ImportCounts[]): ImportCounts {
  const refused: Refusals = {};
  const sum: ImportCounts = { bytes: 0, answers: 0, read: 0, stored: 0, unchanged: 0, refused };
  for (const one of all) {
    for (const key of ["bytes", "answers", "read", "stored", "unchanged"] as const) sum[key] += one[key];
    for (const [reason, n] of Object.entries(one.refused)) refused[reason] = (refused[reason] ?? 0) + n;
  }
  return sum;
}
