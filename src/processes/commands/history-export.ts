import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";
import { storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { exportBuckets, exportItem } from "#features/history/transfer/export-buckets.ts";
import type { ExportChunk } from "#features/history/transfer/export-buckets.ts";
import { findSpan } from "#features/history/read/find-span.ts";
import { itemIdOf } from "#features/feed/rules/values.ts";
import { monotonicMs } from "#platform/clock.ts";
import { runCommand } from "./command.ts";
import type { CommandDeps } from "./command.ts";
import { TIME_EXAMPLES, parseTime } from "./parse-time.ts";
import { UserError } from "#processes/up/user-error.ts";
import { count, createProgress, plural, seconds } from "./progress.ts";

const USAGE = `npm run history:export -- --step 5m|1h|24h [--from TIME] [--to TIME] [--item ID] [--out FILE[.gz]]

Writes stored history as JSON lines, as history:import reads them: one answer of /5m, /1h or /24h a line, or with
--item that item's points as /timeseries answers them. TIME is a date (2025-05-26, 2025-05-26 06:00, 2025-05-26T06:00+02:00;
UTC unless it names a zone) or Unix seconds; without them everything is written. Without --out it goes to standard output.`;

type Args = {
  step: StoredStep;
  fromMs: number | null;
  toMs: number | null;
  itemId: number | null;
  out: string | undefined;
};

await runCommand("history:export", readArgs, exportAll);

function readArgs(): Args {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { step: text, from: text, to: text, item: text, out: text } });
  const step = storedSteps.find((one) => one === values.step);
  if (step === undefined) throw new UserError(USAGE);
  const itemId = values.item === undefined ? null : itemIdOf(values.item);
  if (values.item !== undefined && itemId === null)
    throw new UserError("--item is an item's id, such as 4151.");
  const [fromMs, toMs] = [timeOf("--from", values.from), timeOf("--to", values.to)];
  if (fromMs !== null && toMs !== null && fromMs >= toMs) throw new UserError("--from must be before --to.");
  return { step, fromMs, toMs, itemId, out: values.out };
}

function timeOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = parseTime(text);
  if (ms === null) throw new UserError(`${name} is a date, such as ${TIME_EXAMPLES}.`);
  return ms;
}

async function exportAll(args: Args, { db, signal, database }: CommandDeps): Promise<number> {
  const { step, itemId, out } = args;
  const progress = createProgress(process.stderr);
  progress.line(`from ${database.about}`);
  const deps = { dbRead: db.orm };
  const span = await findSpan(deps, step);
  // A series that was imported alone has no recorded buckets, so its range is unknown: read all of the item's
  // points.
  const known = span ?? (itemId === null ? null : { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER / 1_000 });
  if (known === null) throw new UserError(`No bucket of ${step} is stored.`);
  const range = {
    step,
    fromMs: args.fromMs ?? (itemId === null ? known.fromMs : 0),
    toMs: args.toMs ?? known.toMs,
  };

  const startedMs = monotonicMs();
  const total = { answers: 0, points: 0 };
  const chunks = itemId === null ? exportBuckets(deps, range) : exportItem(deps, { ...range, itemId });
  async function* texts(all: AsyncIterable<ExportChunk>) {
    for await (const chunk of all) {
      signal.throwIfAborted();
      total.answers += chunk.answers;
      total.points += chunk.points;
      const share = (chunk.untilMs - range.fromMs) / (range.toMs - range.fromMs);
      progress.update(() => `${Math.floor(Math.min(1, share) * 100)}%, ${count(total.points)} points`);
      if (chunk.text !== "") yield chunk.text;
    }
  }
  try {
    await write(Readable.from(texts(chunks), { objectMode: false }), out);
  } catch (error) {
    if (!signal.aborted) throw error;
    progress.line("interrupted; nothing was kept");
    return 1;
  }
  const tookMs = monotonicMs() - startedMs;
  progress.line(
    `${out ?? "standard output"}: ${plural(total.answers, "answer")}, ${plural(total.points, "point")} (${seconds(tookMs)})`,
  );
  return 0;
}

/** Writes to `<file>.part` and renames it, so an incomplete file never has the final name. */
async function write(lines: Readable, out: string | undefined): Promise<void> {
  if (out === undefined) {
    await pipeline(lines, process.stdout, { end: false });
    return;
  }
  const part = `${out}.part`;
  try {
    if (out.endsWith(".gz")) await pipeline(lines, createGzip({ level: 6 }), createWriteStream(part));
    else await pipeline(lines, createWriteStream(part));
    await rename(part, out);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
