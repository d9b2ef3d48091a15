import { gateOf, limitsOf } from "#features/billing/records/find-plan.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import type { GetPriceHistoryInput, PriceHistory } from "#features/history/contract.ts";
import { reachStart } from "#features/history/rules/reach.ts";
import { readHistory, startOf } from "./read-history.ts";
import type { HistoryDeps } from "./read-history.ts";

/**
 * As far back as the plan of the user, or of nobody, reaches: `gate` says so where that is less than was asked for.
 * Throws as `readHistory` does.
 */
export async function getPriceHistory(
  deps: HistoryDeps & PlanDeps,
  userId: string | null,
  input: GetPriceHistoryInput,
): Promise<PriceHistory> {
  const { historyDays } = await limitsOf(deps, userId);
  const nowMs = deps.clock.now().getTime();
  const sinceMs = reachStart(historyDays, nowMs);
  const isClipped = historyDays !== null && startOf(input, input.to ?? nowMs) < sinceMs;
  const recorded = await readHistory(deps, input, sinceMs);
  return { ...recorded, gate: isClipped ? gateOf("historyDays", historyDays) : null };
}
