import type { Sql } from "postgres";
import { monotonicMs } from "#platform/clock.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import { checkDrifts } from "./rollup/check-drifts.ts";
import { dropMonths } from "./store/drop-months.ts";
import { createSeriesFill } from "./backfill/fill-from-series.ts";
import { findSealable } from "./store/find-sealable.ts";
import { retentionOf } from "./rules/retention.ts";
import type { KeptHistory } from "./rules/retention.ts";
import { rollUpBuckets } from "./rollup/roll-up-buckets.ts";
import { sealPeriod } from "./store/seal-period.ts";
import { trackGaps } from "./backfill/track-gaps.ts";

type Deps = {
  sql: Sql;
  clock: Clock;
  log: Log;
  upstream: Upstream;
  backfillPaceMs: number;
  /** Null, or without it: for good. */
  keptDays?: KeptHistory;
};

const FOR_GOOD: KeptHistory = { history5m: null, history1h: null };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The most periods per run: the first runs of other jobs wait for this one, and an import may leave years to seal. */
const SEAL_AT_ONCE = 4;
/** 03:40 UTC: yesterday's 24h bucket is stored, and traffic is low. */
const DRIFT_AT_MS = (3 * 60 + 40) * MINUTE_MS;

const gapsJob = (deps: Deps): Job => {
  let isFirst = true;
  return {
    name: "gaps",
    run: async () => {
      const { found } = await trackGaps(deps, { whole: isFirst });
      isFirst = false;
      if (found > 0) deps.log.info({ found }, "gaps found");
      return 5 * MINUTE_MS;
    },
  };
};

const rollUpJob = (deps: Deps): Job => ({
  name: "roll-up",
  run: async (signal) => {
    const startedMs = monotonicMs();
    const { processed } = await rollUpBuckets(deps, signal);
    if (processed > 0)
      deps.log.info({ processed, tookMs: Math.round(monotonicMs() - startedMs) }, "rolled up");
    return MINUTE_MS;
  },
});

const sealJob = (deps: Deps): Job => ({
  name: "seal",
  run: async (signal) => {
    const periods = await findSealable(deps);
    for (const period of periods.slice(0, SEAL_AT_ONCE)) {
      if (signal.aborted) return 0;
      const startedMs = monotonicMs();
      const { points, items } = await sealPeriod(deps, period);
      const from = new Date(period.periodAtMs).toISOString().slice(0, 10);
      const tookMs = Math.round(monotonicMs() - startedMs);
      deps.log.info({ step: period.step, from, points, items, tookMs }, "sealed");
    }
    return periods.length > SEAL_AT_ONCE ? 1_000 : 10 * MINUTE_MS;
  },
});

const driftJob = (deps: Deps): Job => {
  let dueMs: number | null = null;
  return {
    name: "drift",
    run: async (signal) => {
      const nowMs = deps.clock.now().getTime();
      const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
      if (dueMs !== null && nowMs >= dueMs) await checkDrifts(deps, { todayMs }, signal);
      dueMs = todayMs + DRIFT_AT_MS + (nowMs >= todayMs + DRIFT_AT_MS ? DAY_MS : 0);
      return dueMs - nowMs;
    },
  };
};

const retentionJob = (deps: Deps): Job => ({
  name: "retention",
  run: async () => {
    const dropped = await dropMonths(deps, retentionOf(deps.keptDays ?? FOR_GOOD));
    if (dropped.length > 0) deps.log.info({ dropped }, "partitions dropped");
    return DAY_MS;
  },
});

const seriesJob = (deps: Deps): Job => {
  const fill = createSeriesFill(deps);
  return {
    name: "series",
    run: async (signal) => {
      const step = await fill(signal);
      return step.state === "idle" ? 10 * MINUTE_MS : Math.max(deps.backfillPaceMs, step.waitMs, 50);
    },
  };
};

/** Jobs that complete, verify, compact and prune the stored history. */
export const maintenanceJobs = (deps: Deps): Job[] => [
  gapsJob(deps),
  rollUpJob(deps),
  sealJob(deps),
  driftJob(deps),
  retentionJob(deps),
  seriesJob(deps),
];
