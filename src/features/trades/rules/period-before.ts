/** Epoch ms; `to` is exclusive. */
export type Period = { from: number; to: number };

/**
 * The period that one is compared with: as long, and just before it. A period without an end reaches to now, so the
 * first nine hours of a day are compared with the nine hours before midnight. Null for all time.
 */
export function periodBefore(
  { from, to }: { from?: number | undefined; to?: number | undefined },
  nowMs: number,
): Period | null {
  if (from === undefined) return null;
  const length = Math.max(0, (to ?? nowMs) - from);
  return { from: Math.max(0, from - length), to: from };
}
