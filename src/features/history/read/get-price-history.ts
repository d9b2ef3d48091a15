import { gateOf } from "#features/billing/records/find-plan.ts";
import { allowedBy } from "#features/billing/rules/allowance.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import type { GetPriceHistoryInput, PriceHistory } from "#features/history/contract.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import { reachStart } from "#features/history/rules/reach.ts";
import { oldestOf, readHistory, startOf } from "./read-history.ts";
import type { HistoryDeps } from "./read-history.ts";

/**
 * Reads an item's price history as far back as the caller's plan allows. If that leaves out time of the requested range
 * that is on record, `gate` names the limit. Throws what `readHistory` throws.
 */
export async function getPriceHistory(
  deps: HistoryDeps,
  plan: PlanName,
  input: GetPriceHistoryInput,
): Promise<PriceHistory> {
  const allowedDays = allowedBy(plan, historyDays);
  const nowMs = deps.clock.now().getTime();
  const sinceMs = reachStart(allowedDays, nowMs);
  const isClipped = startOf(input, input.to ?? nowMs) < sinceMs;
  const [recorded, oldestMs] = await Promise.all([
    readHistory(deps, input, sinceMs),
    isClipped ? oldestOf(deps, input.timestep) : null,
  ]);
  const isLocked = allowedDays !== null && oldestMs !== null && oldestMs < sinceMs;
  return { ...recorded, gate: isLocked ? gateOf(historyDays, allowedDays) : null };
}
