type Backoff = { baseMs: number; capMs: number };

/**
 * Full jitter: anywhere from nothing to the doubled wait, so that many clients which failed together do not
 * come back together. `attempt` counts from 0, `random` gives 0 to 1.
 */
export const backoffMs = (attempt: number, { baseMs, capMs }: Backoff, random: () => number): number =>
  Math.floor(random() * Math.min(capMs, baseMs * 2 ** attempt));
