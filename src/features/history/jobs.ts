import { pollEndpoint } from "#features/feed/poll-endpoint.ts";
import type { PollDeps } from "#features/feed/poll-endpoint.ts";
import { recordBackfill } from "#features/history/status/record-backfill.ts";
import { recordPoll } from "#features/feed/record-poll.ts";
import { refreshStats } from "#features/history/read/refresh-stats.ts";
import { monotonicMs } from "#platform/clock.ts";
import { maintainPartitions } from "#platform/db/partitions.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import type { Sleep } from "#platform/sleep.ts";
import { backfillGaps } from "./backfill/backfill-gaps.ts";
import { storedSteps } from "./rules/bucket.ts";
import type { StoredStep } from "./rules/bucket.ts";
import { closeAlerts } from "./admin/raise-alert.ts";
import { ROWS } from "./store/ensure-months.ts";
import { newestBucket } from "./read/find-newest.ts";
import { ingestBucket } from "#features/history/ingest/ingest-bucket.ts";
import { maintenanceJobs } from "./maintenance-jobs.ts";
import type { KeptHistory } from "./rules/retention.ts";
import { nextPollInMs, wantedBuckets } from "./rules/wanted-buckets.ts";

export type HistoryJobDeps = PollDeps & {
  sleep: Sleep;
  /** Pause between two backfill requests, ms: 0 for the simulator, a second for a shared feed. */
  backfillPaceMs: number;
  /** Days after which points are dropped; null, or without it: never. */
  keptDays?: KeptHistory;
};

const MONTHS_AHEAD = 2;
const PARTITIONS_EVERY_MS = 3_600_000;
const GAPS_EVERY_MS = 5 * 60_000;
const GAPS_AGAIN_MS = 60_000;
const GAPS_AGAIN_AT_MOST_MS = 3_600_000;

const partitionsJob = (deps: HistoryJobDeps): Job => ({
  name: "partitions",
  run: async () => {
    const now = deps.clock.now();
    const oldest = Math.min(...wantedBuckets(now.getTime()).map((bucket) => bucket.bucketAtMs));
    const made = await maintainPartitions(deps.sql, ROWS, {
      from: new Date(oldest),
      now,
      monthsAhead: MONTHS_AHEAD,
    });
    if (made.length > 0) deps.log.info({ made }, "partitions made");
    await closeAlerts(deps, "partition made by the writer");
    return PARTITIONS_EVERY_MS;
  },
});

const bucketJob = (deps: HistoryJobDeps, step: StoredStep): Job => ({
  name: step,
  run: async (signal) => {
    const { result, waitMs } = await pollEndpoint(deps, { endpoint: step, signal }, async (answer) => {
      const stored = await ingestBucket(deps, { step, bucketAtMs: null }, answer.body);
      const { refused, problem } = stored;
      await recordPoll(
        deps.sql,
        step,
        deps.clock.now(),
        problem === null ? { ok: true, etag: answer.etag, refused } : { ok: false, problem, refused },
      );
      const refresh = stored.changed > 0 && step !== "24h";
      const version = refresh ? (await refreshStats(deps)).version : null;
      return { ...stored, version };
    });
    const next = nextPollInMs(step, await newestBucket(deps.sql, step), deps.clock.now().getTime());
    // A quarantined bucket is corrected within minutes or never, so it is polled less often than an overdue one.
    return Math.max(next, waitMs, result?.used === false ? GAPS_AGAIN_MS : 0);
  },
});

function backfillJob(deps: HistoryJobDeps): Job {
  let againMs = GAPS_AGAIN_MS;
  return {
    name: "backfill",
    run: async (signal) => {
      const startedMs = monotonicMs();
      const pass = await backfillGaps(deps, {
        signal,
        paceMs: deps.backfillPaceMs,
        onProgress: (progress) => recordBackfill(deps, progress),
        onStored: async () => {
          await refreshStats(deps);
        },
      });
      if (pass.stored + pass.failed > 0) {
        deps.log.info({ ...pass, tookMs: Math.round(monotonicMs() - startedMs) }, "backfill pass");
      }
      // A pass that stored nothing doubles the pause: the feed may never have these buckets.
      const isInVain = pass.failed > 0 && pass.stored === 0;
      againMs = isInVain ? Math.min(againMs * 2, GAPS_AGAIN_AT_MOST_MS) : GAPS_AGAIN_MS;
      return pass.failed > 0 ? againMs : GAPS_EVERY_MS;
    },
  };
}

/** The history jobs, in the order in which the first page needs them. The backfill is last: its first run takes long. */
export const historyJobs = (deps: HistoryJobDeps): Job[] => [
  partitionsJob(deps),
  ...storedSteps.map((step) => bucketJob(deps, step)),
  ...maintenanceJobs(deps),
  backfillJob(deps),
];
