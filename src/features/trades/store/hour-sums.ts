import type { FlipRow } from "./flip-row.ts";

/** A row of `profit_hours` without its user; see schema.ts. */
export type HourSums = {
  hourMs: number;
  characterId: string;
  flips: number;
  wins: number;
  profit: number;
  cost: number;
  gross: number;
  tax: number;
  unexplained: number;
  absorbed: number;
  rows: number;
  /** All flips of the hour, also those that neither earn nor lose coins. */
  stored: number;
  /** The sum of their hashes, modulo HASH_RANGE: two hours with the same number and hash have the same flips. */
  hash: number;
};

const HOUR_MS = 3_600_000;
export const HASH_RANGE = 2 ** 48;

export const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS;
export const hourKey = (hourMs: number, characterId: string): string => `${hourMs}/${characterId}`;

/** 48 bits of everything that a flip says. */
function hashOf(flip: FlipRow): number {
  const { id, quantity, gross, tax, cost, knownUnits, profit, unexplained, absorbed, missing } = flip;
  const text = `${id}${flip.atMs} ${flip.itemId} ${flip.kind} ${quantity} ${gross} ${tax} ${cost} ${knownUnits} ${profit} ${
    unexplained
  } ${absorbed} ${missing} ${flip.boughtAtMs} ${flip.source} ${flip.isExact}`;
  let [a, b] = [0x9e37_79b9, 0x85eb_ca6b];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 0x0100_0193);
    b = Math.imul(b ^ code, 0x5bd1_e995);
  }
  a ^= b >>> 15;
  b ^= a >>> 13;
  return (Math.imul(a, 0xc2b2_ae35) >>> 0) * 0x1_0000 + (Math.imul(b, 0x27d4_eb2f) >>> 16);
}

const noSums = (hourMs: number, characterId: string): HourSums => ({
  hourMs,
  characterId,
  flips: 0,
  wins: 0,
  profit: 0,
  cost: 0,
  gross: 0,
  tax: 0,
  unexplained: 0,
  absorbed: 0,
  rows: 0,
  stored: 0,
  hash: 0,
});

/** Sums of flips by hour and character. */
export class HourTotals {
  readonly sums = new Map<string, HourSums>();

  /** Counts a flip; `sign` -1 takes it away. */
  add(flip: FlipRow, sign: 1 | -1): void {
    const hourMs = hourOf(flip.atMs);
    const { characterId, profit } = flip;
    const key = hourKey(hourMs, characterId);
    const sums = this.sums.get(key) ?? noSums(hourMs, characterId);
    this.sums.set(key, sums);
    sums.stored += sign;
    sums.hash = (sums.hash + sign * hashOf(flip) + HASH_RANGE) % HASH_RANGE;
    if (flip.kind !== "sell" && flip.kind !== "conversion") return;
    sums.rows += sign;
    sums.gross += sign * flip.gross;
    sums.tax += sign * flip.tax;
    sums.unexplained += sign * flip.unexplained;
    sums.absorbed += sign * flip.absorbed;
    if (profit === null) return;
    sums.flips += sign;
    sums.wins += profit > 0 ? sign : 0;
    sums.profit += sign * profit;
    sums.cost += sign * (flip.cost ?? 0);
  }
}
