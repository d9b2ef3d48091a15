import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Sleep } from "#platform/sleep.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { findGaps } from "./find-gaps.ts";
import { ingestBucket } from "#features/history/ingest/ingest-bucket.ts";
import { isUrgent } from "#features/history/rules/wanted-buckets.ts";
import type { WantedBucket } from "#features/history/rules/wanted-buckets.ts";
import { recordAttempt } from "./track-gaps.ts";

export type BackfillDeps = { sql: Sql; clock: Clock; upstream: Upstream; sleep: Sleep };

export type BackfillOptions = {
  signal: AbortSignal;
  /** Pause between two requests, ms, so that the feed is not overloaded. */
  paceMs: number;
  onProgress: (progress: { done: number; total: number }) => Promise<void>;
  /** Called when the newest hours are complete, and at the end of a pass that stored anything since. */
  onStored: () => Promise<void>;
};

export type BackfillPass = { stored: number; failed: number; rows: number; firstProblem: string | null };

/** After this many failures in a row a step is left to the next pass. */
const GIVE_UP_STEP_AFTER = 10;

/**
 * Fetches the missing buckets one at a time, each at most once, in the order of `findGaps`. A bucket that fails is left
 * to the next pass. A pass may be interrupted anywhere: the next one finds what is stored.
 */
export async function backfillGaps(deps: BackfillDeps, opts: BackfillOptions): Promise<BackfillPass> {
  const { signal } = opts;
  const gaps = await findGaps(deps);
  const pass: BackfillPass = { stored: 0, failed: 0, rows: 0, firstProblem: null };
  const failedInARow = new Map<StoredStep, number>();
  const nowMs = deps.clock.now().getTime();
  let done = gaps.done;
  let unreported = 0;
  await opts.onProgress({ done, total: gaps.total });

  for (const [index, wanted] of gaps.wanted.entries()) {
    if (signal.aborted) return pass;
    const failures = failedInARow.get(wanted.step) ?? 0;
    if (failures >= GIVE_UP_STEP_AFTER) continue;

    const outcome = await fetchOne(deps, wanted, signal);
    if (signal.aborted) return pass;
    if (outcome.problem === null) {
      failedInARow.set(wanted.step, 0);
      pass.stored += 1;
      pass.rows += outcome.rows;
      unreported += 1;
      done = Math.min(gaps.total, done + 1);
      await opts.onProgress({ done, total: gaps.total });
    } else {
      failedInARow.set(wanted.step, failures + 1);
      pass.failed += 1;
      pass.firstProblem ??= outcome.problem;
      await recordAttempt(deps, wanted, { problem: outcome.problem, isAnswered: outcome.isAnswered });
    }
    const next = gaps.wanted[index + 1];
    if (unreported > 0 && isUrgent(wanted, nowMs) && (next === undefined || !isUrgent(next, nowMs))) {
      await opts.onStored();
      unreported = 0;
    }
    await deps.sleep(Math.max(opts.paceMs, outcome.waitMs), signal);
  }
  if (unreported > 0) await opts.onStored();
  return pass;
}

type Outcome = { problem: string | null; isAnswered: boolean; rows: number; waitMs: number };

async function fetchOne(deps: BackfillDeps, wanted: WantedBucket, signal: AbortSignal): Promise<Outcome> {
  const path = `/${wanted.step}?timestamp=${wanted.bucketAtMs / 1_000}`;
  const answer = await deps.upstream.get(path, { signal });
  if (answer.kind === "failed") {
    // A refusal counts as an answer: the feed does not have this bucket or does not give it.
    return {
      problem: answer.message,
      isAnswered: answer.reason === "refused",
      rows: 0,
      waitMs: answer.waitMs,
    };
  }
  if (answer.kind !== "fresh") {
    return { problem: "The price feed gave no answer.", isAnswered: false, rows: 0, waitMs: 0 };
  }
  const result = await ingestBucket(deps, wanted, answer.body);
  return { problem: result.problem, isAnswered: true, rows: result.rows, waitMs: 0 };
}
