import { findPlan, planRequired } from "#features/billing/records/find-plan.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import { allowedBy } from "#features/billing/rules/allowance.ts";
import { loadMarket } from "#features/market/list/load-market.ts";
import { AppError } from "#platform/app-error.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import type { ExportHistoryInput, ExportedHistory } from "#features/history/contract.ts";
import { toCsv } from "./csv.ts";
import { historyDays, historyExports } from "#features/history/rules/allowances.ts";
import { reachStart } from "#features/history/rules/reach.ts";
import { readHistory } from "./read-history.ts";
import type { HistoryDeps } from "./read-history.ts";

type Deps = HistoryDeps & PlanDeps & Pick<BillingDeps, "billing">;

/**
 * Exports the buckets of some items as a CSV file, item by item. Where plans are sold, throws `unauthenticated` without
 * a user and `plan_required` for a plan without exports. Also throws what `readHistory` throws.
 */
export async function exportHistory(
  deps: Deps,
  userId: string | null,
  { itemIds, ...range }: ExportHistoryInput,
): Promise<ExportedHistory> {
  const plan = await findPlan(deps, userId);
  if (!allowedBy(plan, historyExports)) {
    throw userId === null
      ? new AppError("unauthenticated", "Sign in to save history as CSV; it is part of Pro")
      : planRequired(historyExports, false);
  }
  const sinceMs = reachStart(allowedBy(plan, historyDays), deps.clock.now().getTime());
  const { columns, indexById } = await loadMarket(deps);
  const parts = await Promise.all(
    [...new Set(itemIds)].map(async (itemId) => ({
      name: columns.name[indexById[itemId] ?? -1] ?? `Item ${itemId}`,
      history: await readHistory(deps, { itemId, ...range }, sinceMs),
    })),
  );
  const words = [...parts.map(({ name }) => name), ...daysOf(parts.map(({ history }) => history))];
  return { fileName: fileNameOf(words), csv: toCsv(parts) };
}

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** The first and the last day (UTC) with a bucket. */
function daysOf(histories: readonly { columns: { at: readonly number[] } }[]): string[] {
  const first = Math.min(...histories.map(({ columns }) => columns.at[0] ?? Infinity));
  const last = Math.max(...histories.map(({ columns }) => columns.at.at(-1) ?? 0));
  return first === Infinity ? [] : [day(first), day(last)];
}

const fileNameOf = (words: readonly string[]): string =>
  `${words
    .join(" ")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.csv`;
