/** When the game's updates of the tax went live, epoch ms: 2021-12-09 18:00 UTC and 2025-05-29 10:30 UTC. */
export const TAX_UPDATES = { first: 1_639_072_800_000, second: 1_748_514_600_000 } as const;

/**
 * Items exempt from Grand Exchange tax, and since which update. Source: the game's tax rules of 2021-12-09 and the
 * rate change of 2025-05-29. The source gives days; an exemption begins with the update that brings it.
 */
const SINCE_2021_12_09 = [
  13190, 233, 952, 1733, 1735, 1755, 1785, 2347, 5325, 5329, 5331, 5341, 5343, 8794,
] as const;
const SINCE_2025_05_29 = [
  315, 329, 347, 351, 355, 361, 365, 379, 558, 806, 807, 808, 882, 884, 886, 1891, 2140, 2142, 2309, 2327,
  2552, 3008, 3010, 3012, 3014, 3853, 8007, 8008, 8009, 8010, 8011, 8013, 28790, 28824,
] as const;

const exemptSinceMs = new Map<number, number>([
  ...SINCE_2021_12_09.map((id) => [id, TAX_UPDATES.first] as const),
  ...SINCE_2025_05_29.map((id) => [id, TAX_UPDATES.second] as const),
]);

export const isTaxExempt = (itemId: number, atMs: number): boolean =>
  atMs >= (exemptSinceMs.get(itemId) ?? Number.POSITIVE_INFINITY);
