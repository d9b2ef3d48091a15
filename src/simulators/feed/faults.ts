import { mix, toUnit } from "./hashing.ts";

export const ENDPOINTS = ["mapping", "latest", "5m", "1h", "24h", "timeseries"] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/**
 * A fault of an endpoint, until it is cleared or for the next `times` requests.
 * - `status`: 500, or 429 with `Retry-After: retryAfterS` (default 30).
 * - `hang`: never answers. `trickle`: sends the right body at `bytesPerS` (default 512).
 * - `html`: a proxy's page with 200. `truncated`: JSON cut in the middle, with a matching length.
 * - `huge-numbers`: every 10th price or value is 2^63 - 1 or 2^53 + 1. `missing-items`: omits `share` (default
 * 0.31).
 * - `duplicate-bucket`: repeats the bucket that was current when the fault was set, each time under a new ETag;
 *   `?timestamp=` still works. `late-bucket`: buckets appear `delayS` (default 600) later than they should, and
 *   `/latest` is as old. Neither affects `/mapping`.
 */
export type FeedFault = { times?: number } & (
  | { kind: "status"; status: 500 | 429; retryAfterS?: number }
  | { kind: "hang" }
  | { kind: "trickle"; bytesPerS?: number }
  | { kind: "html" }
  | { kind: "truncated" }
  | { kind: "huge-numbers" }
  | { kind: "missing-items"; share?: number }
  | { kind: "duplicate-bucket" }
  | { kind: "late-bucket"; delayS?: number }
);

const KINDS: readonly FeedFault["kind"][] = [
  "status",
  "hang",
  "trickle",
  "html",
  "truncated",
  "huge-numbers",
  "missing-items",
  "duplicate-bucket",
  "late-bucket",
];

export const isEndpoint = (name: string): name is Endpoint => ENDPOINTS.some((endpoint) => endpoint === name);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number | undefined =>
  value === undefined || (typeof value === "number" && Number.isFinite(value) && value > 0);

/** Parses the control endpoint's JSON body; null if it is not a valid fault. */
export function parseFault(body: string): FeedFault | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  return isFault(value) ? value : null;
}

function isFault(value: unknown): value is FeedFault {
  if (!isRecord(value) || !KINDS.some((kind) => kind === value["kind"])) return false;
  if (value["kind"] === "status" && value["status"] !== 500 && value["status"] !== 429) return false;
  return ["times", "retryAfterS", "bytesPerS", "share", "delayS"].every((name) => isCount(value[name]));
}

/** An active fault: the requests it still applies to, and when it was set (Unix seconds). */
export type ActiveFault = { fault: FeedFault; left: number; setAtS: number };

/** The active faults of one simulator. */
export type FaultBoard = ReturnType<typeof createFaultBoard>;

export function createFaultBoard(nowS: () => number) {
  const active = new Map<Endpoint, ActiveFault>();
  return {
    set(endpoint: Endpoint, fault: FeedFault | null): void {
      if (fault === null) active.delete(endpoint);
      else active.set(endpoint, { fault, left: fault.times ?? Number.POSITIVE_INFINITY, setAtS: nowS() });
    },
    clear: (): void => active.clear(),
    /** Returns the fault for the next request and counts it against `times`. */
    take(endpoint: Endpoint): ActiveFault | null {
      const entry = active.get(endpoint);
      if (entry === undefined) return null;
      entry.left -= 1;
      if (entry.left <= 0) active.delete(endpoint);
      return entry;
    },
  };
}

/** Applies the faults that change the body's content; other faults leave it unchanged. */
export function applyBodyFault(body: string, fault: FeedFault | undefined): string {
  if (fault?.kind === "huge-numbers") return enlargeNumbers(body);
  if (fault?.kind === "missing-items") return dropItems(body, fault.share ?? 0.31);
  return body;
}

/**
 * Replaces every 10th price or value with a number that exceeds a double's exact range or a signed 64-bit column.
 */
function enlargeNumbers(body: string): string {
  let seen = 0;
  return body.replaceAll(/"(high|low|avgHighPrice|highPriceVolume|value)":\d+/g, (match, name: string) => {
    seen += 1;
    if (seen % 10 !== 1) return match;
    return `"${name}":${seen % 20 === 1 ? "9223372036854775807" : "9007199254740993"}`;
  });
}

/** Omits `share` of the items (of a series: of the points), always the same ones. */
function dropItems(body: string, share: number): string {
  const kept = (key: number) => toUnit(mix(key, 0xd0b)) >= share;
  const parsed: unknown = JSON.parse(body);
  if (Array.isArray(parsed)) return JSON.stringify(parsed.filter((_row, index) => kept(index)));
  if (!isRecord(parsed)) return body;
  const data = parsed["data"];
  if (Array.isArray(data))
    return JSON.stringify({ ...parsed, data: data.filter((_point, index) => kept(index)) });
  if (!isRecord(data)) return body;
  return JSON.stringify({
    ...parsed,
    data: Object.fromEntries(Object.entries(data).filter(([id]) => kept(Number(id)))),
  });
}
