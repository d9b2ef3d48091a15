import { formatBucket, formatBucketUtc } from "#ui/chart/axis/bucket.ts";
import { UNKNOWN, formatExact } from "#ui/format/format.ts";
import type { LegendEntry } from "./model.ts";

type Volumes = { highVolume: number; lowVolume: number };

/** The legend entry of the bucket's time. `at`: its start (epoch ms). */
export const momentEntry = (at: number | undefined, stepS: number): LegendEntry => ({
  label: "At",
  ...(at !== undefined && { hint: formatBucketUtc(at, stepS) }),
  value: at === undefined ? UNKNOWN : formatBucket(at, stepS),
});

/** A mid price as it is shown: half a coin is none that anybody pays. */
export const wholeCoins = (price: number | null): number | null =>
  price === null ? null : Math.round(price);

/** The legend entries of the units traded in a bucket, by side. */
export const volumeEntries = (point: Volumes | null): LegendEntry[] => [
  {
    label: "Bought",
    hint: "Units bought instantly, at the high; drawn upwards",
    value: formatExact(point?.highVolume ?? null),
  },
  {
    label: "Sold",
    hint: "Units sold instantly, at the low; drawn downwards",
    value: formatExact(point?.lowVolume ?? null),
  },
];
