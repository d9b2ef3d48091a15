import { noPoints } from "#features/history/rules/series-points.ts";
import type { Points } from "#features/history/rules/series-points.ts";

/** Sums below this are exact in floating point, with one bit left for rounding half up. */
const EXACT = 2 ** 52;

type Sum = { worth: number; big: bigint; isBig: boolean; units: number };

const startSum = (): Sum => ({ worth: 0, big: 0n, isBig: false, units: 0 });

function add(sum: Sum, price: number | null, units: number): void {
  if (price === null || units === 0) return;
  sum.units += units;
  const worth = price * units;
  if (!sum.isBig && sum.worth + worth < EXACT) {
    sum.worth += worth;
    return;
  }
  if (!sum.isBig) sum.big = BigInt(sum.worth);
  sum.isBig = true;
  sum.big += BigInt(price) * BigInt(units);
}

/** The volume-weighted average of one side, rounded half up to whole gp; null without trades. */
function meanOf({ worth, big, isBig, units }: Sum): number | null {
  if (units === 0) return null;
  if (isBig) return Number((2n * big + BigInt(units)) / (2n * BigInt(units)));
  const rest = worth % units;
  return (worth - rest) / units + (rest >= units - rest ? 1 : 0);
}

/**
 * Combines points in time order into buckets of `widthMs`, which start at multiples of it: volumes are added, prices
 * are averaged by volume and rounded half up to whole gp (docs/market-rules.md section 8). All roll-ups use this.
 */
export function rollUp(points: Points, widthMs: number): Points {
  const rolled = noPoints();
  let high = startSum();
  let low = startSum();
  let open: number | null = null;
  const close = () => {
    if (open === null) return;
    rolled.at.push(open);
    rolled.avgHigh.push(meanOf(high));
    rolled.avgLow.push(meanOf(low));
    rolled.highVolume.push(high.units);
    rolled.lowVolume.push(low.units);
  };
  for (const [index, at] of points.at.entries()) {
    const start = Math.floor(at / widthMs) * widthMs;
    if (start !== open) {
      close();
      open = start;
      high = startSum();
      low = startSum();
    }
    add(high, points.avgHigh[index] ?? null, points.highVolume[index] ?? 0);
    add(low, points.avgLow[index] ?? null, points.lowVolume[index] ?? 0);
  }
  close();
  return rolled;
}
