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
/** Some item trades every second, so a newest trade older than this means that the feed repeats old data. */
const LATE_AFTER_MS = 600_000;
const MINUTE_MS = 60_000;

type Facts = Omit<MarketStatus, "state">;

/** Returns how fresh the market data is, where it comes from, and what is wrong with it. */
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
  // Measured at the last answer, not now: a stopped worker is no fault of the feed.
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

/** Endpoints by importance to a trader, each with the sentence that tells what is outdated while it fails. */
const BY_IMPORTANCE = [
  { name: "latest", older: "" },
  { name: "5m", older: " Five-minute averages are older than they should be." },
  { name: "1h", older: " Hourly averages and volumes are older than they should be." },
  { name: "24h", older: " The newest days of charts are missing." },
  { name: "mapping", older: " Names, limits and alchemy values may be out of date." },
];

function problemOf(endpoints: readonly EndpointState[]): string | null {
  for (const { name, older } of BY_IMPORTANCE) {
    const problem = endpoints.find(({ endpoint }) => endpoint === name)?.problem;
    if (problem) return problem + older;
  }
  return null;
}

/** How late (ms) the newest bucket may be before it is reported. A bucket normally comes within minutes of its end. */
const LATE_BUCKETS = [
  { step: "5m", lateMs: 30 * MINUTE_MS, what: "five-minute" },
  { step: "1h", lateMs: 120 * MINUTE_MS, what: "hourly" },
  { step: "24h", lateMs: 2 * 1_440 * MINUTE_MS, what: "daily" },
] as const;

const agoWords = (ms: number): string =>
  ms < 120 * MINUTE_MS
    ? `${Math.floor(ms / MINUTE_MS)} minutes`
    : `${Math.floor(ms / (60 * MINUTE_MS))} hours`;

/** The message for a feed that answers each poll with the same old bucket; null if no step is late. */
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
