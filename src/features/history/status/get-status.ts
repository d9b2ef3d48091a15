import type { FeedDeps } from "#features/feed/deps.ts";
import { readFeed } from "#features/feed/read-feed.ts";
import type { EndpointState } from "#features/feed/read-feed.ts";
import type { MarketStatus } from "#features/feed/contract.ts";
import { closesMs } from "#features/history/rules/bucket.ts";
import type { Timestep } from "#features/history/contract.ts";
import { newestBuckets } from "#features/history/read/find-newest.ts";
import { readExtent } from "#features/market/list/read-extent.ts";
import { readBackfill } from "./read-backfill.ts";

/** Three missed polls of `/latest`. */
const STALE_AFTER_MS = 180_000;
/** In the whole game something changes hands every second: a feed whose newest trade is older repeats itself. */
const LATE_AFTER_MS = 600_000;
const MINUTE_MS = 60_000;

type Facts = Omit<MarketStatus, "state">;

/** How fresh the market is and whose prices it shows. */
export async function getMarketStatus(deps: FeedDeps): Promise<MarketStatus> {
  const facts = await deps.cache<Facts>({
    key: "market:status",
    local: true,
    freshMs: 1_000,
    staleMs: 2_000,
    load: () => readFacts(deps),
  });
  return { ...facts, state: stateOf(facts.latestAt, deps.clock.now().getTime()) };
}

const stateOf = (latestAt: number | null, nowMs: number): MarketStatus["state"] =>
  latestAt === null ? "waiting" : nowMs - latestAt > STALE_AFTER_MS ? "stale" : "live";

async function readFacts({ db, feedUrl }: FeedDeps): Promise<Facts> {
  const [feed, extent, backfill, buckets] = await Promise.all([
    readFeed(db),
    readExtent(db),
    readBackfill({ db }),
    newestBuckets(db),
  ]);
  const latest = feed.endpoints.find(({ endpoint }) => endpoint === "latest");
  const polledMs = extent.pricedCount > 0 ? (latest?.succeededAt?.getTime() ?? null) : null;
  // Measured when it answered: a poll that has stopped is no fault of the feed's.
  const lateMs = polledMs === null || extent.newestTradeMs === null ? 0 : polledMs - extent.newestTradeMs;
  const isLate = lateMs > LATE_AFTER_MS;
  return {
    version: extent.version,
    source: feed.source,
    host: hostOf(feed.url ?? feedUrl),
    itemCount: extent.itemCount,
    latestAt: isLate ? extent.newestTradeMs : polledMs,
    fiveMinuteAt: buckets.get("5m") ?? null,
    oneHourAt: buckets.get("1h") ?? null,
    problem:
      problemOf(feed.endpoints) ?? (isLate ? lateWords(lateMs) : lateBucketOf(feed.endpoints, buckets)),
    backfill: backfill !== null && backfill.done < backfill.total ? backfill : null,
  };
}

const lateWords = (lateMs: number): string =>
  `The price feed answers, but its newest trade was ${Math.floor(lateMs / MINUTE_MS)} minutes old.`;

const hostOf = (url: string | null): string | null => (url === null ? null : new URL(url).host);

/** What a trader should hear first: prices, then the averages beside them, then the catalogue; and what is older for it. */
const BY_WEIGHT = [
  { name: "latest", older: "" },
  { name: "5m", older: " Five-minute averages are older than they should be." },
  { name: "1h", older: " Hourly averages and volumes are older than they should be." },
  { name: "24h", older: " The newest days of charts are missing." },
  { name: "mapping", older: " Names, limits and alchemy values may be out of date." },
];

function problemOf(endpoints: readonly EndpointState[]): string | null {
  for (const { name, older } of BY_WEIGHT) {
    const problem = endpoints.find(({ endpoint }) => endpoint === name)?.problem;
    if (problem) return problem + older;
  }
  return null;
}

/** A bucket of the feed comes within minutes of its end: one that is so much later (ms) was left out. */
const LATE_BUCKETS = [
  { step: "5m", lateMs: 30 * MINUTE_MS, what: "five-minute" },
  { step: "1h", lateMs: 120 * MINUTE_MS, what: "hourly" },
  { step: "24h", lateMs: 2 * 1_440 * MINUTE_MS, what: "daily" },
] as const;

const agoWords = (ms: number): string =>
  ms < 120 * MINUTE_MS
    ? `${Math.floor(ms / MINUTE_MS)} minutes`
    : `${Math.floor(ms / (60 * MINUTE_MS))} hours`;

/** Of a feed that answers each poll, and with the same bucket each time; null where none is late. */
function lateBucketOf(
  endpoints: readonly EndpointState[],
  newest: ReadonlyMap<Timestep, number>,
): string | null {
  for (const { step, lateMs, what } of LATE_BUCKETS) {
    const answeredAt = endpoints.find(({ endpoint }) => endpoint === step)?.succeededAt;
    const startedMs = newest.get(step);
    if (!answeredAt || startedMs === undefined) continue;
    const agoMs = answeredAt.getTime() - closesMs(step, startedMs);
    if (agoMs > lateMs)
      return `The price feed answers, but its newest ${what} averages ended ${agoWords(agoMs)} ago.`;
  }
  return null;
}
