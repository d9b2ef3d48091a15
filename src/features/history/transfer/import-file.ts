import type { ImportCounts } from "./import-counts.ts";
import { basename } from "node:path";
import type { Sql } from "postgres";
import { countRefused, isFields, refuse } from "#features/feed/rules/values.ts";
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
import { parseBucket } from "#features/history/ingest/parse-bucket.ts";
import { parseSeries, timesOfSeries } from "#features/history/ingest/parse-series.ts";

type Deps = { sql: Sql; clock: Clock };

export type ImportInput = {
  path: string;
  /** The step of the file's buckets, if neither its name nor its content determines it. */
  step?: StoredStep | undefined;
  signal: AbortSignal;
  onProgress: (counts: ImportCounts) => void;
  /** Called if an earlier import of this file was interrupted: this one resumes after that line. */
  onResume?: (line: number) => void;
};

export type ImportOutcome = {
  counts: ImportCounts;
  /** The step of the buckets; null if the file contains none. */
  step: StoredStep | null;
  /** The line after which this import resumed; null if it started at the beginning. */
  resumedAfter: number | null;
  interrupted: boolean;
  /** Messages for the first lines or answers that were refused as a whole. */
  problems: string[];
};

const MAX_PROBLEMS = 20;
/** How many answers may wait for their step to become known before they are refused. */
const MAX_UNRESOLVED = 50;

const isStored = (step: string | null): step is StoredStep => storedSteps.some((each) => each === step);

/**
 * Imports a file of captured answers of `/5m`, `/1h`, `/24h`, `/timeseries`, `/mapping` or `/latest`, plain or gzip, as
 * one JSON document or as JSON lines. Importing it again changes nothing. An interrupted import resumes after the last
 * complete line. Each row is validated on its own. Throws if the file cannot be read, or is in another format.
 */
export async function importFile(deps: Deps, input: ImportInput): Promise<ImportOutcome> {
  const counts: ImportCounts = { bytes: 0, answers: 0, read: 0, stored: 0, unchanged: 0, refused: {} };
  const problems: string[] = [];
  const fingerprint = await fingerprintOf(input.path, input.step);
  const checkpoint = await readCheckpoint(deps.sql, fingerprint);
  if (checkpoint !== null) input.onResume?.(checkpoint.line);
  const batch = createImportBatch(deps, { counts, fingerprint });
  const stepInName = stepOfName(basename(input.path));
  let step: StoredStep | null = input.step ?? checkpoint?.step ?? (isStored(stepInName) ? stepInName : null);
  let unresolved: Captured[] = [];

  const reject = (line: number, reason: string, message = reason) => {
    counts.read += 1;
    refuse(counts.refused, reason);
    if (problems.length < MAX_PROBLEMS) problems.push(`line ${line}: ${message}`);
  };
  const takeAll = async (values: readonly Captured[]) => {
    for (const captured of values) {
      if (input.signal.aborted) return;
      await take(captured);
      input.onProgress(counts);
    }
  };

  /** Derives the step from the times of the waiting answers and takes them. If it stays unknown, they wait for more. */
  const resolveStep = async (last: boolean) => {
    const times = unresolved.flatMap((captured) =>
      "value" in captured && isFields(captured.value) ? Number(captured.value["timestamp"]) : [],
    );
    const found = stepOfTimes(times);
    if (isStored(found)) step = found;
    else if (!last && unresolved.length < MAX_UNRESOLVED) return;
    const waiting = unresolved;
    unresolved = [];
    if (step === null) {
      for (const { line } of waiting) {
        reject(
          line,
          "step unknown",
          "neither the times nor the file's name tell how long its buckets are; give --step",
        );
      }
    } else await takeAll(waiting);
  };

  const take = async (captured: Captured): Promise<void> => {
    if ("refused" in captured) return reject(captured.line, captured.refused);
    const { line, value } = captured;
    const nowMs = deps.clock.now().getTime();
    const kind = captureKind(value);
    switch (kind) {
      case null:
        return reject(line, "not an answer of the feed");
      case "answers":
        return takeAll((value as unknown[]).map((answer) => ({ line, isLine: false, value: answer })));
      case "bucket": {
        if (step === null) {
          unresolved.push(captured);
          return unresolved.length === 1 ? undefined : resolveStep(false);
        }
        const parsed = parseBucket(value, { step, bucketAtMs: null }, nowMs);
        if (!parsed.ok) return reject(line, "not a bucket of this step", parsed.problem);
        // The feed answers so for a bucket that it does not have. A bucket with only refused rows is counted by row.
        if (parsed.value.rows.length === 0 && countRefused(parsed.refused) === 0) {
          return reject(line, "bucket without items");
        }
        return batch.add({ step, line: captured.isLine ? line : null, ...parsed });
      }
      case "series": {
        const seriesStep = input.step ?? stepOfTimes(timesOfSeries(value)) ?? stepInName;
        if (!isStored(seriesStep)) {
          const message =
            seriesStep === null
              ? "its points do not tell their step; give --step"
              : `${seriesStep} is made from 1h`;
          return reject(line, "step unknown", message);
        }
        const parsed = parseSeries(value, seriesStep, nowMs);
        return parsed.ok ? batch.addSeries(seriesStep, parsed) : reject(line, parsed.problem);
      }
      case "latest":
      case "mapping": {
        const done = await importCatalogue(deps, kind, value);
        if (!done.ok) return reject(line, done.problem);
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
  for await (const values of readValues(lines, checkpoint?.line ?? 0)) {
    await takeAll(values);
    if (input.signal.aborted) break;
  }
  const interrupted = input.signal.aborted;
  if (!interrupted && unresolved.length > 0) await resolveStep(true);
  await batch.finish({ keep: !interrupted });
  if (!interrupted) await clearCheckpoint(deps.sql, fingerprint);
  input.onProgress(counts);
  return { counts, step, resumedAfter: checkpoint?.line ?? null, interrupted, problems };
}
