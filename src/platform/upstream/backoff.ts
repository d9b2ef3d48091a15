type Backoff = { baseMs: number; capMs: number };

/**
 * Full jitter: a random delay between 0 and the doubled wait, so that clients that failed together do not retry
 * together. `attempt` counts from 0; `random` returns 0 to 1.
 */
export const backoffMs = (attempt: number, { baseMs, capMs }: Backoff, random: () => number): number =>
  Math.floor(random() * Math.min(capMs, baseMs * 2 ** attempt));
