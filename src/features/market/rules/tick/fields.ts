/**
 * The fields of the list that a browser fetches once for each state of the catalogue: they stay the same for months. In this
 * file, and not beside the schemas, so that a page loads the names without zod.
 */
export const catalogueFields = [
  "id",
  "name",
  "members",
  "limit",
  "value",
  "highalch",
  "lowalch",
  "icon",
] as const;

/**
 * The fields that move with the market: a tick brings them where they changed. A new field of the list stands here, above, or
 * in `derive-item-columns.ts`, which does not compile until it stands in one of them.
 */
export const tickFields = [
  "high",
  "highTime",
  "low",
  "lowTime",
  "resaleFee",
  "avgHigh5m",
  "avgLow5m",
  "avgHigh1h",
  "avgLow1h",
  "volume1h",
  "volume24h",
  "slowVolume24h",
  "highVolume24h",
  "usualHigh",
  "usualLow",
  "change24h",
  "sparkline",
] as const;

export type TickField = (typeof tickFields)[number];
