import type { MarketStatus } from "#features/feed/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

const HOUR_MS = STEP_S["1h"] * 1_000;

type Stored = Pick<MarketStatus, "fiveMinuteAt" | "oneHourAt" | "version" | "backfill">;

const wholeSteps = (atMs: number, step: Timestep): number => Math.floor(atMs / (STEP_S[step] * 1_000));

/**
 * A text that changes when a bucket of `step` has closed and is stored, so that a chart of it has something new to show.
 * While older buckets are still being fetched, it changes with every tick of the market. A 6h bucket is there with its
 * last hour; a day is, at the latest, with the first hour of the next one.
 */
export function reloadMark(step: Timestep, { fiveMinuteAt, oneHourAt, version, backfill }: Stored): string {
  if (backfill !== null) return `tick ${version}`;
  if (step === "5m") return `5m ${fiveMinuteAt ?? "none"}`;
  if (oneHourAt === null) return `${step} none`;
  return `${step} ${wholeSteps(step === "24h" ? oneHourAt : oneHourAt + HOUR_MS, step)}`;
}
