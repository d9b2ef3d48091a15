import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import { isSealable } from "#features/history/rules/period.ts";
import type { Period } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { ensureRowMonth, ensureSeriesMonth } from "./ensure-months.ts";
import { extendTimeouts } from "./extend-timeouts.ts";

type Deps = { sql: Sql; clock: Clock; log?: Log };

/** Whether the caller seals the period: `never`, `closed` once it no longer waits for late buckets, `always`. */
export type Sealing = "never" | "closed" | "always";

/** `sealed`: write series, not rows. `now`: the time at which that was decided. */
export type PeriodState = { sealed: boolean; now: Date };

/**
 * Runs `work` in a transaction that takes the period's lock before all others, and returns its result.
 * 1. Decide: the period is sealed, or `sealing` says that this call seals it; otherwise it is open.
 * 2. Create the month partition that the decision needs, in a transaction of its own.
 * 3. Lock: shared to write rows of an open period, exclusive to seal it or to merge into its series.
 * 4. Check again under a shared lock. If the period was sealed since step 1, start over. A sealed period never opens
 *    again, so the second attempt succeeds.
 */
export async function withPeriod<T>(
  deps: Deps,
  period: Period,
  sealing: Sealing,
  work: (tx: TransactionSql, state: PeriodState) => Promise<T>,
): Promise<T> {
  const month = new Date(period.periodAtMs);
  for (;;) {
    const now = deps.clock.now();
    const sealed = isSealing(sealing, period, now) || (await isSealed(deps.sql, period));
    if (sealed) await ensureSeriesMonth(deps.sql, period.step, month);
    else await ensureRowMonth(deps, month);
    const done = await deps.sql.begin(async (tx) => {
      if (sealed || sealing !== "never") await extendTimeouts(tx);
      await lockPeriod(tx, period, sealed ? "exclusive" : "shared");
      if (!sealed && (await isSealed(tx, period))) return null;
      return { result: await work(tx, { sealed, now }) };
    });
    if (done !== null) return done.result;
  }
}

const isSealing = (sealing: Sealing, { step, periodAtMs }: Period, now: Date): boolean =>
  sealing === "always" || (sealing === "closed" && isSealable(step, periodAtMs, now.getTime()));

/**
 * Locks a period until the transaction ends. Row writers share the lock. Sealing takes it exclusively, so that no row
 * is inserted between reading the period's rows and marking it sealed.
 */
export async function lockPeriod(
  tx: TransactionSql,
  { step, periodAtMs }: Period,
  mode: "shared" | "exclusive",
): Promise<void> {
  const name = `period:${step}:${periodAtMs}`;
  if (mode === "shared") await tx`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`;
  else await tx`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Whether the period is marked as sealed. It stays sealed: late points are merged into its series. */
export async function isSealed(sql: Sql | TransactionSql, { step, periodAtMs }: Period): Promise<boolean> {
  const [found] = await sql<{ sealed: boolean }[]>`
    select exists (select from sealed_periods
      where step_s = ${STEP_S[step]} and period_at = ${new Date(periodAtMs)}) as sealed`;
  return found?.sealed ?? false;
}
