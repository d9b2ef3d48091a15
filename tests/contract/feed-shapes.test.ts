import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startFeedSimulator } from "#simulators/feed/server.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { readCapture, readSlotCaptures } from "../support/market/captures.ts";

const AGENT = { "user-agent": "GE-Metrics contract test (contact@example.com)" };
/** The time and the hour of the captures: volumes have a daily rhythm, so the simulator is asked for the same ones. */
const CAPTURED_S = 1_748_242_931;
const HOUR_S = 1_748_239_200;
/** The trim of the captures keeps every id that this divides. */
const SAMPLED_EVERY = 11;

type Latest = { high: number | null; highTime: number | null; low: number | null; lowTime: number | null };
type Volumes = {
  avgHighPrice: number | null;
  highPriceVolume: number;
  avgLowPrice: number | null;
  lowPriceVolume: number;
};
type Bucket = { data: Record<string, Volumes>; timestamp: number };
type Series = { data: (Volumes & { timestamp: number })[]; itemId: number };
type Mapping = ({ id: number; limit?: number; highalch?: number } & Record<string, unknown>)[];

/** One day's feed, from a capture or from the simulator. */
type Feed = {
  mapping: Mapping;
  latest: { data: Record<string, Latest> };
  hour: Bucket;
  slots: Bucket[];
  series: Series;
};

const keySets = (rows: object[]) => [...new Set(rows.map((row) => Object.keys(row).toSorted().join(",")))];
const shareOf = <T>(rows: T[], holds: (row: T) => boolean) => rows.filter(holds).length / rows.length;
const quantile = (values: number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;
const unitsOf = (row: Volumes) => row.highPriceVolume + row.lowPriceVolume;

async function readCaptures(): Promise<Feed> {
  const slots = await readSlotCaptures<Bucket>();
  return {
    mapping: await readCapture("mapping.json"),
    latest: await readCapture("latest.json"),
    hour: await readCapture("1h.json"),
    slots: slots.filter((slot) => slot.timestamp >= HOUR_S),
    series: await readCapture("timeseries-5m-4151.json"),
  };
}

/**
 * The rows that the trim kept by divisibility alone (see captures/README.md). The ids it kept by name were picked
 * for what they are, so they would bend every share.
 */
function sampleOf(feed: Feed): Feed {
  const only = <T>(data: Record<string, T>) =>
    Object.fromEntries(Object.entries(data).filter(([id]) => Number(id) % SAMPLED_EVERY === 0));
  return {
    ...feed,
    mapping: feed.mapping.filter(({ id }) => id % SAMPLED_EVERY === 0),
    latest: { data: only(feed.latest.data) },
    hour: { ...feed.hour, data: only(feed.hour.data) },
    slots: feed.slots.map((slot) => ({ ...slot, data: only(slot.data) })),
  };
}

async function readSimulator(url: string): Promise<Feed> {
  const ask = async (path: string) => (await fetch(`${url}/${path}`, { headers: AGENT })).json();
  const slots: Bucket[] = [];
  for (let k = 0; k < 12; k += 1) slots.push(await ask(`5m?timestamp=${HOUR_S + k * 300}`));
  return {
    mapping: await ask("mapping"),
    latest: await ask("latest"),
    hour: await ask(`1h?timestamp=${HOUR_S}`),
    slots,
    series: await ask("timeseries?id=4151&timestep=5m"),
  };
}

/** The statistics that a consumer's rules lean on. */
function measure({ mapping, latest, hour, slots }: Feed) {
  const rows = Object.values(latest.data);
  const mapped = new Set(mapping.map((row) => String(row.id)));
  const ageOf = (row: Latest) => CAPTURED_S - Math.max(row.highTime ?? 0, row.lowTime ?? 0);
  const hours = Object.values(hour.data);
  const pairs = hours.flatMap((row) =>
    row.avgHighPrice === null || row.avgLowPrice === null ? [] : [row.avgHighPrice / row.avgLowPrice],
  );
  return {
    noLimit: shareOf(mapping, (row) => row.limit === undefined),
    inverted: shareOf(rows, (row) => row.high !== null && row.low !== null && row.high < row.low),
    stale: shareOf(rows, (row) => ageOf(row) > 21_600),
    unmapped: shareOf(Object.keys(latest.data), (id) => !mapped.has(id)),
    unlisted: shareOf(mapping, (row) => latest.data[String(row.id)] === undefined),
    tradedInHour: hours.length / rows.length,
    tradedInSlot: Object.keys(slots[6]?.data ?? {}).length / rows.length,
    oneSidedHours: shareOf(hours, (row) => row.avgHighPrice === null || row.avgLowPrice === null),
    invertedHours: shareOf(pairs, (ratio) => ratio < 1),
    medianSpread: quantile(pairs, 0.5) - 1,
    medianUnits: quantile(hours.map(unitsOf), 0.5),
    topUnits: quantile(hours.map(unitsOf), 0.95),
  };
}

let feed: FeedSimulator | undefined;
let simulated: Feed;
let real: Feed;
beforeAll(async () => {
  feed = await startFeedSimulator({ port: 0, seed: 1, now: () => CAPTURED_S * 1_000 });
  simulated = await readSimulator(feed.url);
  real = await readCaptures();
});
afterAll(() => feed?.close());

const feedOf = (name: "real" | "simulated") => (name === "real" ? real : simulated);

describe.each(["real", "simulated"] as const)("the %s feed", (name) => {
  test("pairs null with a side's silence, and leaves out what did not trade", () => {
    const { hour, slots, series } = feedOf(name);
    const rows = [...slots, hour].flatMap((bucket) => Object.values(bucket.data)).concat(series.data);
    expect(shareOf(rows, (row) => (row.avgHighPrice === null) === (row.highPriceVolume === 0))).toBe(1);
    expect(shareOf(rows, (row) => (row.avgLowPrice === null) === (row.lowPriceVolume === 0))).toBe(1);
    expect(shareOf(rows, (row) => unitsOf(row) > 0)).toBe(1);
    const latest = Object.values(feedOf(name).latest.data);
    expect(shareOf(latest, (row) => (row.high === null) === (row.highTime === null))).toBe(1);
    expect(shareOf(latest, (row) => (row.low === null) === (row.lowTime === null))).toBe(1);
  });

  test("has absent keys, never null, in its mapping", () => {
    expect(shareOf(feedOf(name).mapping, (row) => Object.values(row).includes(null))).toBe(0);
  });

  test("has twelve buckets that sum to the hour", () => {
    const { hour, slots } = feedOf(name);
    expect(slots.map((slot) => slot.timestamp)).toEqual(
      Array.from({ length: 12 }, (_, k) => HOUR_S + k * 300),
    );
    expect(Object.keys(hour.data).length).toBeGreaterThan(200);
    for (const [id, row] of Object.entries(hour.data)) {
      const sum = slots.reduce((units, slot) => units + (slot.data[id]?.highPriceVolume ?? 0), 0);
      expect([id, sum]).toEqual([id, row.highPriceVolume]);
    }
  });
});

describe("compared with the captures, the simulated feed", () => {
  test("has the same keys in every answer", () => {
    const shapes = ({ mapping, latest, hour, slots, series }: Feed) => ({
      answers: [latest, hour, series, ...slots].map((body) => Object.keys(body).toSorted()),
      latest: keySets(Object.values(latest.data)),
      hour: keySets(Object.values(hour.data)),
      slots: keySets(slots.flatMap((slot) => Object.values(slot.data))),
      series: keySets(series.data),
      mapping: keySets(mapping).toSorted(),
    });
    expect(shapes(simulated)).toEqual(shapes(real));
  });

  test("has statistics within bands around the real ones", () => {
    const [mine, theirs] = [measure(simulated), measure(sampleOf(real))];
    const apart = Object.entries(theirs).flatMap(([key, value]) => {
      const own = Object.entries(mine).find(([name]) => name === key)?.[1] ?? Number.NaN;
      // A third either way for what rules lean on; thin statistics of single items get a factor of 2.5.
      const band = ["inverted", "stale", "tradedInHour", "tradedInSlot", "oneSidedHours"].includes(key)
        ? 1.33
        : 2.5;
      return own >= value / band && own <= value * band ? [] : [`${key}: ${own}, really ${value}`];
    });
    expect(apart).toEqual([]);
  });

  test("has the real names and limits", () => {
    const known = new Map(real.mapping.map((row) => [row.id, row]));
    const comparable = sampleOf(simulated).mapping;
    const shared = comparable.filter((row) => known.has(row.id));
    expect(shared.length / comparable.length).toBeGreaterThan(0.9);
    expect(shareOf(shared, (row) => row["name"] === known.get(row.id)?.["name"])).toBeGreaterThan(0.98);
    expect(shareOf(shared, (row) => row.limit === known.get(row.id)?.limit)).toBeGreaterThan(0.95);
  });
});
