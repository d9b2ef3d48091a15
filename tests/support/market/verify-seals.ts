import type { Sql } from "postgres";
import { decodeSeries } from "#features/history/codec/series-codec.ts";
import { timesteps } from "#features/history/contract.ts";
import { checksumOfItem } from "#features/history/store/merge-series.ts";
import { frameOf } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";

type Line = { atMs: number; itemId: number; points: number; data: Uint8Array };

/** The sealed periods whose totals are not those of the series they hold, in words; none where all is well. */
export async function verifySeals(sql: Sql): Promise<string[]> {
  const wrong: string[] = [];
  for (const step of timesteps) {
    const lines = await sql<Line[]>`
      select (extract(epoch from period_at) * 1000)::float8 as "atMs", item_id as "itemId", points, data
      from item_price_series where step_s = ${STEP_S[step]}`;
    const noted = await sql<{ atMs: number; items: number; points: number; checksum: number }[]>`
      select (extract(epoch from period_at) * 1000)::float8 as "atMs", items, points::float8 as points,
        checksum::float8 as checksum from sealed_periods where step_s = ${STEP_S[step]}`;
    const byPeriod = Map.groupBy(lines, ({ atMs }) => atMs);
    for (const period of byPeriod.keys()) {
      if (!noted.some(({ atMs }) => atMs === period)) wrong.push(`${step} ${period} holds series, unsealed`);
    }
    for (const { atMs, items, points, checksum } of noted) {
      const own = byPeriod.get(atMs) ?? [];
      const found = {
        items: own.length,
        points: own.reduce((sum, line) => sum + decodeSeries(line.data, frameOf(step, atMs)).at.length, 0),
        checksum: own.reduce((sum, line) => sum + checksumOfItem(line.itemId, line.data), 0),
      };
      if (found.items !== items || found.points !== points || found.checksum !== checksum) {
        wrong.push(`${step} ${atMs}: noted ${items}/${points}/${checksum}, found ${JSON.stringify(found)}`);
      }
    }
  }
  return wrong;
}
