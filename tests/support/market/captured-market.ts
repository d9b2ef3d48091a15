import { parseBucket } from "#features/history/ingest/parse-bucket.ts";
import { parseLatest } from "#features/market/ingest/parse-latest.ts";
import { parseMapping } from "#features/market/ingest/parse-mapping.ts";
import type { MarketRow } from "#features/market/list/to-columns.ts";
import { CAPTURED_MS, readCapture, readSlotCaptures } from "./captures.ts";

const valueOf = <T>(parsed: { ok: true; value: T } | { ok: false; problem: string }): T => {
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
};
const asDate = (seconds: number | null | undefined) =>
  seconds === null || seconds === undefined ? null : new Date(seconds * 1_000);
const byItem = <T extends { itemId: number }>(rows: readonly T[]) =>
  new Map(rows.map((row) => [row.itemId, row]));

/**
 * The rows that the market's query would give for the captures. They hold one hour, so its volumes times 24 stand for
 * the day's, and its mid price for the day's average.
 */
export async function capturedMarketRows(): Promise<MarketRow[]> {
  const latest = byItem(valueOf(parseLatest(await readCapture("latest.json"), CAPTURED_MS)));
  const mapping = new Map(
    valueOf(parseMapping(await readCapture("mapping.json"))).map((row) => [row.id, row]),
  );
  const bucketOf = (answer: unknown, step: "1h" | "5m") =>
    byItem(valueOf(parseBucket(answer, { step, bucketAtMs: null }, CAPTURED_MS)).rows);
  const hour = bucketOf(await readCapture("1h.json"), "1h");
  const five = bucketOf((await readSlotCaptures()).at(-1), "5m");
  const ids = [...new Set([...mapping.keys(), ...latest.keys()])].toSorted((a, b) => a - b);
  return ids.map((id) => {
    const item = mapping.get(id);
    const prices = latest.get(id);
    const traded = hour.get(id);
    const mids = [traded?.avgHigh, traded?.avgLow].filter((mid) => typeof mid === "number");
    return {
      id,
      name: item?.name ?? null,
      members: item?.members ?? null,
      icon: item?.icon ?? null,
      limit: item?.limit ?? null,
      value: item?.value ?? null,
      highalch: item?.highalch ?? null,
      lowalch: item?.lowalch ?? null,
      high: prices?.high ?? null,
      highAt: asDate(prices?.highS),
      low: prices?.low ?? null,
      lowAt: asDate(prices?.lowS),
      avgHigh5m: five.get(id)?.avgHigh ?? null,
      avgLow5m: five.get(id)?.avgLow ?? null,
      avgHigh1h: traded?.avgHigh ?? null,
      avgLow1h: traded?.avgLow ?? null,
      highVolume1h: traded?.highVolume ?? 0,
      lowVolume1h: traded?.lowVolume ?? 0,
      highVolume24h: 24 * (traded?.highVolume ?? 0),
      lowVolume24h: 24 * (traded?.lowVolume ?? 0),
      avg24h: mids.length === 0 ? null : Math.round(mids.reduce((sum, mid) => sum + mid, 0) / mids.length),
      mid24hAgo: null,
      sparkline: null,
      usualHigh: null,
      usualLow: null,
    };
  });
}
