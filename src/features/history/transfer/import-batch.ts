import type { Sql } from "postgres";
import { forgetEtag } from "#features/feed/record-poll.ts";
import { countRefused } from "#features/feed/rules/values.ts";
import type { Refusals } from "#features/feed/rules/values.ts";
import type { Clock } from "#platform/clock.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import type { ImportCounts } from "#features/history/transfer/import-counts.ts";
import { importSeries } from "./import-series.ts";
import { saveCheckpoint } from "./import-checkpoint.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import type { ItemSeries } from "#features/history/ingest/parse-series.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";

/** A batch ends between two periods if it can: merging into the same period twice costs twice as much. */
const FLUSH_FROM_POINTS = 100_000;
const FLUSH_AT_POINTS = 1_000_000;

type Batch = {
  step: StoredStep;
  /** Storing the batch completes the file up to this line; null if no line can be said to be complete. */
  line: number | null;
  /** By bucket time: the last of two answers for the same bucket wins. */
  buckets: Map<number, Bucket>;
  last: number;
  answers: number;
  points: number;
  refused: Refusals;
};
type Parsed<T> = { value: T; refused: Refusals };

/**
 * Collects buckets and stores them a period at a time; one batch is stored while the next is read. Each stored batch
 * saves a checkpoint, from which an interrupted import resumes. `line` is null for one of several answers in a line or
 * document: an import cannot resume there, so it reads that line or document again.
 */
export function createImportBatch(
  deps: { sql: Sql; clock: Clock },
  { counts, fingerprint }: { counts: ImportCounts; fingerprint: string },
) {
  let current: Batch | null = null;
  let storing: Promise<void> = Promise.resolve();

  /** Counts what was read. `sign` -1 undoes that for a batch that is dropped unstored. */
  const countRead = (answers: number, points: number, refused: Refusals, sign: 1 | -1 = 1) => {
    counts.answers += sign * answers;
    counts.read += sign * (points + countRefused(refused));
    for (const [reason, n] of Object.entries(refused)) {
      const sum = (counts.refused[reason] ?? 0) + sign * n;
      if (sum > 0) counts.refused[reason] = sum;
      else delete counts.refused[reason];
    }
  };
  const countStored = (points: number, changed: number) => {
    // `changed` includes removed points, which were not read.
    const stored = Math.min(points, changed);
    counts.stored += stored;
    counts.unchanged += points - stored;
  };

  const store = async ({ step, line, buckets, points }: Batch) => {
    const { changed } = await storeBuckets(deps, { step, buckets: [...buckets.values()], origin: "import" });
    if (changed > 0) await forgetEtag(deps.sql, step);
    countStored(points, changed);
    if (line !== null) await saveCheckpoint(deps.sql, fingerprint, { line, step }, deps.clock.now());
  };
  const flush = async () => {
    await storing;
    if (current === null) return;
    const batch = current;
    current = null;
    storing = store(batch);
    // The next `await storing` throws the failure; without this handler it would count as unhandled.
    storing.catch(() => undefined);
  };

  return {
    add: async ({
      step,
      line,
      value,
      refused,
    }: Parsed<Bucket> & { step: StoredStep; line: number | null }) => {
      const isOtherPeriod = ({ last }: Batch) => periodOf(step, last) !== periodOf(step, value.bucketAtMs);
      if (
        current !== null &&
        (current.points >= FLUSH_AT_POINTS || (current.points >= FLUSH_FROM_POINTS && isOtherPeriod(current)))
      ) {
        await flush();
      }
      current ??= {
        step,
        line,
        buckets: new Map(),
        last: value.bucketAtMs,
        answers: 0,
        points: 0,
        refused: {},
      };
      current.line = line ?? current.line;
      current.last = value.bucketAtMs;
      current.buckets.set(value.bucketAtMs, value);
      current.points += value.rows.length;
      current.answers += 1;
      for (const [reason, n] of Object.entries(refused))
        current.refused[reason] = (current.refused[reason] ?? 0) + n;
      countRead(1, value.rows.length, refused);
    },
    addSeries: async (step: StoredStep, { value, refused }: Parsed<ItemSeries>) => {
      // Stored in file order, so that an earlier answer never overwrites a later one.
      await flush();
      await storing;
      countRead(1, value.buckets.length, refused);
      const changed = await importSeries(deps, step, value);
      if (changed > 0) await forgetEtag(deps.sql, step);
      countStored(value.buckets.length, changed);
    },
    /** Waits for the running store. `keep`: also stores the current batch, otherwise drops it. */
    finish: async ({ keep }: { keep: boolean }) => {
      if (keep) await flush();
      else if (current !== null) countRead(current.answers, current.points, current.refused, -1);
      await storing;
    },
  };
}
