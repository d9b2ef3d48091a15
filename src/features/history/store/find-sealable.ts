import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { timesteps } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import type { Period } from "#features/history/rules/period.ts";
import { isSealable, periodEnd, periodOf } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** A period with fillable gaps waits this long (ms) after its end: merging each late bucket later costs more. */
const GAPS_WAIT_MS = 2 * 86_400_000;

/** Finds the closed periods that still have rows, oldest first within each step. */
export async function findSealable(deps: { sql: Sql; clock: Clock }): Promise<Period[]> {
  const nowMs = deps.clock.now().getTime();
  const sealable: Period[] = [];
  for (const step of timesteps) {
    for (let fromMs = 0; ;) {
      const firstMs = await firstRow(deps.sql, step, fromMs);
      if (firstMs === null) break;
      const period = { step, periodAtMs: periodOf(step, firstMs) };
      if (!isSealable(step, period.periodAtMs, nowMs)) break;
      fromMs = periodEnd(step, period.periodAtMs);
      if (nowMs - fromMs >= GAPS_WAIT_MS || !(await hasGaps(deps.sql, period))) sealable.push(period);
    }
  }
  return sealable;
}

async function firstRow(sql: Sql, step: Timestep, fromMs: number): Promise<number | null> {
  const [row] = await sql<{ at: Date }[]>`
    select bucket_at as at from item_price_history
    where step_s = ${STEP_S[step]} and bucket_at >= ${new Date(fromMs)} order by step_s, bucket_at limit 1`;
  return row?.at.getTime() ?? null;
}

async function hasGaps(sql: Sql, { step, periodAtMs }: Period): Promise<boolean> {
  const [found] = await sql<{ gaps: boolean }[]>`
    select exists (select from price_gaps where step_s = ${STEP_S[step]} and not unfillable
      and bucket_at >= ${new Date(periodAtMs)} and bucket_at < ${new Date(periodEnd(step, periodAtMs))}) as gaps`;
  return found?.gaps ?? false;
}
