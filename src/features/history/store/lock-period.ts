import type { Sql, TransactionSql } from "postgres";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { Timestep } from "#features/history/contract.ts";

/** A day of 5m or a month of a longer step, by its first instant (epoch ms). */
export type Period = { step: Timestep; periodAtMs: number };

const nameOf = ({ step, periodAtMs }: Period): string => `period:${step}:${periodAtMs}`;

/**
 * Until the transaction ends. Writers of rows share it; who seals, or merges into what is sealed, has it alone: no
 * row can come between the reading of a period and the mark that it is sealed.
 */
export async function lockPeriod(
  tx: TransactionSql,
  period: Period,
  mode: "shared" | "exclusive",
): Promise<void> {
  const name = nameOf(period);
  if (mode === "shared") await tx`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`;
  else await tx`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** A sealed period stays sealed: late points are merged into it. */
export async function isSealed(sql: Sql | TransactionSql, { step, periodAtMs }: Period): Promise<boolean> {
  const [found] = await sql<{ sealed: boolean }[]>`
    select exists (select from sealed_periods
      where step_s = ${stepMs(step) / 1_000} and period_at = ${new Date(periodAtMs)}) as sealed`;
  return found?.sealed ?? false;
}
