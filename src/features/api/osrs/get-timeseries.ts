import { allowedBy } from "#features/billing/rules/allowance.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { AppError } from "#platform/app-error.ts";
import { MAX_POINTS } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { reachStart } from "#features/history/rules/reach.ts";
import { readHistory } from "#features/history/read/read-history.ts";
import type { HistoryDeps, RecordedHistory } from "#features/history/read/read-history.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { WIKI_POINTS } from "#features/api/rules/history-endpoints.ts";
import type { SeriesQuery, WikiSeries } from "#features/api/rules/history-endpoints.ts";

type Points = WikiSeries["data"];

/**
 * The points of one item in the wiki's shape, from closed buckets. Without `from`: the newest 365 points, which for a
 * rarely traded item reach back further than 365 buckets. None is older than the caller's plan allows. Throws
 * `invalid_input` for a range of more than MAX_POINTS buckets.
 */
export async function getTimeseries(
  deps: HistoryDeps,
  plan: PlanName,
  query: SeriesQuery,
): Promise<WikiSeries> {
  const timestep = query.timestep ?? query.step;
  if (timestep === undefined) throw new AppError("invalid_input", "timestep is needed");
  const stepMs = STEP_S[timestep] * 1_000;
  const nowMs = deps.clock.now().getTime();
  // As upstream, only closed buckets are shown.
  const openFromMs = Math.floor(nowMs / stepMs) * stepMs;
  const toMs = Math.min(openFromMs, query.to === undefined ? openFromMs : query.to * 1_000);
  const lastEdge = Math.ceil(toMs / stepMs) * stepMs;
  const nearMs = lastEdge - WIKI_POINTS * stepMs;
  // All plans reach back 365 days, so everybody gets at least what upstream gives.
  const sinceMs = reachStart(allowedBy(plan, historyDays), nowMs);
  const read = async (fromMs: number): Promise<Points> => {
    const range = { itemId: query.id, timestep, from: Math.max(sinceMs, fromMs), to: toMs };
    return range.from < toMs ? pointsOf(await readHistory(deps, range), timestep, range) : [];
  };

  if (query.from !== undefined) {
    return { data: await read(query.from * 1_000), itemId: query.id };
  }
  const near = await read(nearMs);
  const enough = near.length >= WIKI_POINTS || sinceMs >= nearMs;
  const data = enough ? near : await read(lastEdge - (MAX_POINTS - 1) * stepMs);
  return { data: data.slice(-WIKI_POINTS), itemId: query.id };
}

type Range = { from: number; to: number };

/** History widens the range to whole buckets; the request is for buckets that start in [from, to). */
function pointsOf({ columns }: RecordedHistory, timestep: Timestep, { from, to }: Range): Points {
  const firstMs = Math.ceil(from / (STEP_S[timestep] * 1_000)) * STEP_S[timestep] * 1_000;
  return columns.at.flatMap((at, index) =>
    at < firstMs || at >= to
      ? []
      : {
          timestamp: at / 1_000,
          avgHighPrice: columns.avgHigh[index] ?? null,
          avgLowPrice: columns.avgLow[index] ?? null,
          highPriceVolume: columns.highVolume[index] ?? 0,
          lowPriceVolume: columns.lowVolume[index] ?? 0,
        },
  );
}
