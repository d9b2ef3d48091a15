import { formatBucket, formatBucketUtc } from "#ui/chart/axis/bucket.ts";
import { UNKNOWN, formatExact } from "#ui/format/format.ts";
import type { LegendEntry } from "./model.ts";

type Volumes = { highVolume: number; lowVolume: number };

/** Which bucket the legend's numbers are of; `at` is its start (epoch ms). */
export const momentEntry = (at: number | undefined, stepS: number): LegendEntry => ({
  label: "At",
  ...(at !== undefined && { hint: formatBucketUtc(at, stepS) }),
  value: at === undefined ? UNKNOWN : formatBucket(at, stepS),
});

/** Units that changed hands in a bucket, by side. */
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
