import { comparedPrice } from "./stager.ts";

/** How far apart two sources write the same trade, ms: clocks differ, and some logs write when the offer was seen. */
export const SAME_WITHIN_MS = 120_000;

/** A trade of the file (`id` null) or of the ledger; all of a cluster agree in character, item, side and quantity. */
export type Candidate = {
  seq: number;
  id: string | null;
  itemId: number;
  side: string;
  quantity: number;
  gross: number;
  atMs: number;
  source: string;
  origin: string | null;
  /** Whether `gross` is exact. A ledger's trades count as exact. */
  isExact: boolean;
};

export type Matched = { seq: number; status: "known" | "repeated"; matchId: string | null };

type Pooled = Candidate & { price: number; taken: Set<string> };

const sameRecord = ({ atMs, gross, origin }: Candidate): string => `${atMs} ${gross} ${origin ?? ""}`;

/**
 * Finds the trades of a file that are in the ledger or in the file already. Equal records of one source are one trade.
 * Records of two sources are the same trade if their prices agree to the floor and their times to two minutes; then each
 * matches at most one of every other source, the earliest that is free. Where the file has a trade from two sources, the
 * exact one stays.
 */
export function matchCluster(cluster: readonly Candidate[]): Matched[] {
  const pool: Pooled[] = [];
  const join = (each: Candidate, price: number) =>
    pool.push({ ...each, price, taken: new Set([each.source]) });
  const priceOf = ({ gross, quantity, side, itemId, atMs }: Candidate) =>
    comparedPrice(gross, quantity, side, { itemId, atMs });
  const held = new Map<string, string>();
  for (const each of cluster) {
    if (each.id === null) continue;
    join(each, priceOf(each));
    held.set(`${each.source} ${sameRecord(each)}`, each.id);
    // Our own export names the trade itself.
    held.set(`ge-metrics ${sameRecord({ ...each, origin: each.id })}`, each.id);
  }
  const seen = new Set<string>();
  const matched: Matched[] = [];
  const rest: Candidate[] = [];
  for (const each of cluster) {
    if (each.id !== null) continue;
    const record = `${each.source} ${sameRecord(each)}`;
    const matchId = held.get(record);
    if (seen.has(record)) matched.push({ seq: each.seq, status: "repeated", matchId: null });
    else if (matchId !== undefined) matched.push({ seq: each.seq, status: "known", matchId });
    else rest.push(each);
    seen.add(record);
  }
  const inOrder = rest.toSorted(
    (a, b) => Number(b.isExact) - Number(a.isExact) || a.atMs - b.atMs || a.seq - b.seq,
  );
  for (const each of inOrder) {
    const price = priceOf(each);
    const same = pool.find(
      (other) =>
        !other.taken.has(each.source) &&
        other.price === price &&
        Math.abs(other.atMs - each.atMs) <= SAME_WITHIN_MS,
    );
    if (same === undefined) join(each, price);
    else {
      same.taken.add(each.source);
      matched.push({ seq: each.seq, status: same.id === null ? "repeated" : "known", matchId: same.id });
    }
  }
  return matched;
}
