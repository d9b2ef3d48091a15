import type { Sql } from "postgres";
import { countRefused } from "#features/feed/rules/values.ts";
import type { Refusals } from "#features/feed/rules/values.ts";
import type { Clock } from "#platform/clock.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import type { ImportCounts } from "./import-file.ts";
import { importSeries } from "./import-series.ts";
import { saveCheckpoint } from "./import-checkpoint.ts";
import type { Bucket } from "#features/history/backfill/parse-bucket.ts";
import type { ItemSeries } from "#features/history/backfill/parse-series.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";

/** A period is stored at once where it fits: merging into it again costs as much again. */
const FLUSH_FROM_POINTS = 100_000;
const FLUSH_AT_POINTS = 1_000_000;

type Held = {
  step: StoredStep;
  /** All of the file up to this line is stored once this is; null where that cannot be said of any line. */
  line: number | null;
  /** By time: of two answers for one bucket the last counts. */
  buckets: Map<number, Bucket>;
  last: number;
  answers: number;
  points: number;
  refused: Refusals;
};
type Parsed<T> = { value: T; refused: Refusals };

/**
 * Collects buckets and stores them a period at a time, one batch while the next is read. What is stored is marked, so
 * that an interrupted run can be gone on with. `line` is null for one of many answers of a line or a document: it is no
 * place to go on from, so that those are read again from where they begin.
 */
export function createImportBatch(
  deps: { sql: Sql; clock: Clock },
  { counts, fingerprint }: { counts: ImportCounts; fingerprint: string },
) {
  let held: Held | null = null;
  let storing: Promise<void> = Promise.resolve();

  /** `times` -1 takes back what was read and is not going to be stored now. */
  const note = (answers: number, points: number, refused: Refusals, times: 1 | -1 = 1) => {
    counts.answers += times * answers;
    counts.read += times * (points + countRefused(refused));
    for (const [reason, n] of Object.entries(refused)) {
      const left = (counts.refused[reason] ?? 0) + times * n;
      if (left > 0) counts.refused[reason] = left;
      else delete counts.refused[reason];
    }
  };
  const settle = (points: number, changed: number) => {
    // Points that went because a bucket no longer has them are changes too, but none that was read.
    const stored = Math.min(points, changed);
    counts.stored += stored;
    counts.unchanged += points - stored;
  };

  const store = async ({ step, line, buckets, points }: Held) => {
    const { changed } = await storeBuckets(deps, { step, buckets: [...buckets.values()], origin: "import" });
    settle(points, changed);
    if (line !== null) await saveCheckpoint(deps.sql, fingerprint, { line, step }, deps.clock.now());
  };
  const flush = async () => {
    await storing;
    if (held === null) return;
    const batch = held;
    held = null;
    storing = store(batch);
    // The failure reaches whoever waits for it next.
    storing.catch(() => undefined);
  };

  return {
    add: async ({
      step,
      line,
      value,
      refused,
    }: Parsed<Bucket> & { step: StoredStep; line: number | null }) => {
      const otherPeriod = ({ last }: Held) => periodOf(step, last) !== periodOf(step, value.bucketAtMs);
      if (
        held !== null &&
        (held.points >= FLUSH_AT_POINTS || (held.points >= FLUSH_FROM_POINTS && otherPeriod(held)))
      ) {
        await flush();
      }
      held ??= { step, line, buckets: new Map(), last: value.bucketAtMs, answers: 0, points: 0, refused: {} };
      held.line = line ?? held.line;
      held.last = value.bucketAtMs;
      held.buckets.set(value.bucketAtMs, value);
      held.points += value.rows.length;
      held.answers += 1;
      for (const [reason, n] of Object.entries(refused))
        held.refused[reason] = (held.refused[reason] ?? 0) + n;
      note(1, value.rows.length, refused);
    },
    addSeries: async (step: StoredStep, { value, refused }: Parsed<ItemSeries>) => {
      // In the order of the file: what came before must not overwrite what comes after.
      await flush();
      await storing;
      note(1, value.buckets.length, refused);
      settle(value.buckets.length, await importSeries(deps, step, value));
    },
    /** Waits for what is being stored; `keep`: and for what was read since. */
    finish: async ({ keep }: { keep: boolean }) => {
      if (keep) await flush();
      else if (held !== null) note(held.answers, held.points, held.refused, -1);
      await storing;
    },
  };
}
