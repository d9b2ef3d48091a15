import { basename } from "node:path";
import type { Sql } from "postgres";
import { countRefused, isFields, refuse } from "#features/feed/rules/values.ts";
import type { Refusals } from "#features/feed/rules/values.ts";
import type { Clock } from "#platform/clock.ts";
import { storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { captureKind, stepOfName, stepOfTimes } from "./capture-kind.ts";
import { createImportBatch } from "./import-batch.ts";
import { importCatalogue } from "./import-catalogue.ts";
import { readLines } from "./import-lines.ts";
import { clearCheckpoint, fingerprintOf, readCheckpoint } from "./import-checkpoint.ts";
import { readValues } from "./import-values.ts";
import type { Captured } from "./import-values.ts";
import { parseBucket } from "#features/history/backfill/parse-bucket.ts";
import { parseSeries, timesOfSeries } from "#features/history/backfill/parse-series.ts";

type Deps = { sql: Sql; clock: Clock };

export type ImportInput = {
  path: string;
  /** Of the buckets in the file, where neither its name nor its content tells. */
  step?: StoredStep | undefined;
  signal: AbortSignal;
  onProgress: (counts: ImportCounts) => void;
  /** An earlier run of the same file was interrupted after that line, and this one goes on behind it. */
  onResume?: (line: number) => void;
};

/** `read` = `stored` + `unchanged` + all of `refused`; a line that is no answer counts as one. */
export type ImportCounts = {
  bytes: number;
  answers: number;
  read: number;
  stored: number;
  unchanged: number;
  refused: Refusals;
};

export type ImportOutcome = {
  counts: ImportCounts;
  /** Of the buckets; null where the file held none. */
  step: StoredStep | null;
  /** Where an earlier run was interrupted; null where this one began at the beginning. */
  resumedAfter: number | null;
  interrupted: boolean;
  /** What is wrong with lines or answers as a whole, the first few in words. */
  problems: string[];
};

const MAX_PROBLEMS = 20;
/** So many answers are looked at for their step before the file is given up on. */
const LOOK_AT = 50;

const isStored = (step: string | null): step is StoredStep => storedSteps.some((one) => one === step);

/**
 * Stores what a captured file holds: answers of `/5m`, `/1h`, `/24h`, `/timeseries`, `/mapping` or `/latest`, as one
 * document or a line each, plain or gzip. Reading it again changes nothing; an interrupted run is gone on with, from the
 * beginning of what is no line of its own. Every row is judged alone. Throws for a file that cannot be read.
 */
export async function importFile(deps: Deps, input: ImportInput): Promise<ImportOutcome> {
  const counts: ImportCounts = { bytes: 0, answers: 0, read: 0, stored: 0, unchanged: 0, refused: {} };
  const problems: string[] = [];
  const fingerprint = await fingerprintOf(input.path, input.step);
  const mark = await readCheckpoint(deps.sql, fingerprint);
  if (mark !== null) input.onResume?.(mark.line);
  const batch = createImportBatch(deps, { counts, fingerprint });
  const named = stepOfName(basename(input.path));
  let step: StoredStep | null = input.step ?? mark?.step ?? (isStored(named) ? named : null);
  let unsettled: Captured[] = [];

  const complain = (line: number, reason: string, words = reason) => {
    counts.read += 1;
    refuse(counts.refused, reason);
    if (problems.length < MAX_PROBLEMS) problems.push(`line ${line}: ${words}`);
  };
  const settle = async (all: readonly Captured[]) => {
    for (const captured of all) {
      if (input.signal.aborted) return;
      await take(captured);
      input.onProgress(counts);
    }
  };

  /** The step that the answers held back tell together; without one they wait for more. */
  const tryStep = async (last: boolean) => {
    const times = unsettled.flatMap((one) =>
      "value" in one && isFields(one.value) ? Number(one.value["timestamp"]) : [],
    );
    const found = stepOfTimes(times);
    if (isStored(found)) step = found;
    else if (!last && unsettled.length < LOOK_AT) return;
    const waiting = unsettled;
    unsettled = [];
    if (step === null) {
      for (const { line } of waiting) {
        complain(
          line,
          "step unknown",
          "neither the times nor the file's name tell how long its buckets are; give --step",
        );
      }
    } else await settle(waiting);
  };

  const take = async (captured: Captured): Promise<void> => {
    if ("refused" in captured) return complain(captured.line, captured.refused);
    const { line, value } = captured;
    const nowMs = deps.clock.now().getTime();
    const kind = captureKind(value);
    switch (kind) {
      case null:
        return complain(line, "not an answer of the feed");
      case "answers":
        return settle((value as unknown[]).map((one) => ({ line, isLine: false, value: one })));
      case "bucket": {
        if (step === null) {
          unsettled.push(captured);
          return unsettled.length === 1 ? undefined : tryStep(false);
        }
        const parsed = parseBucket(value, { step, bucketAtMs: null }, nowMs);
        if (!parsed.ok) return complain(line, "not a bucket of this step", parsed.problem);
        // The feed's answer for a bucket that it does not have; what it refused of its rows is counted as ever.
        if (parsed.value.rows.length === 0 && countRefused(parsed.refused) === 0) {
          return complain(line, "bucket without items");
        }
        return batch.add({ step, line: captured.isLine ? line : null, ...parsed });
      }
      case "series": {
        const told = input.step ?? stepOfTimes(timesOfSeries(value)) ?? named;
        if (!isStored(told)) {
          const words =
            told === null ? "its points do not tell their step; give --step" : `${told} is made from 1h`;
          return complain(line, "step unknown", words);
        }
        const parsed = parseSeries(value, told, nowMs);
        return parsed.ok ? batch.addSeries(told, parsed) : complain(line, parsed.problem);
      }
      case "latest":
      case "mapping": {
        const done = await importCatalogue(deps, kind, value);
        if (!done.ok) return complain(line, done.problem);
        counts.answers += 1;
        counts.read += done.rows + countRefused(done.refused);
        counts.stored += done.changed;
        counts.unchanged += done.rows - done.changed;
        for (const [reason, n] of Object.entries(done.refused)) {
          counts.refused[reason] = (counts.refused[reason] ?? 0) + n;
        }
        return undefined;
      }
    }
  };

  const lines = readLines(input.path, (bytes) => {
    counts.bytes = bytes;
  });
  for await (const values of readValues(lines, mark?.line ?? 0)) {
    await settle(values);
    if (input.signal.aborted) break;
  }
  const interrupted = input.signal.aborted;
  if (!interrupted && unsettled.length > 0) await tryStep(true);
  await batch.finish({ keep: !interrupted });
  if (!interrupted) await clearCheckpoint(deps.sql, fingerprint);
  input.onProgress(counts);
  return { counts, step, resumedAfter: mark?.line ?? null, interrupted, problems };
}
