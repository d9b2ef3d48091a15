import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { FigureReading } from "#platform/metrics/metrics.ts";
import { marketState } from "#features/market/schema.ts";

/** How long ago the newest version of the market was stored, s; nothing before the first. */
export async function readMarketAge({ db, clock }: { db: Db; clock: Clock }): Promise<FigureReading[]> {
  const [state] = await db.select({ changedAt: marketState.changedAt }).from(marketState);
  if (state === undefined || state.changedAt === null) return [];
  return [{ value: (clock.now().getTime() - state.changedAt.getTime()) / 1_000 }];
}
