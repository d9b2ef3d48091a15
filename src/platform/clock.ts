/** The only source of time on the server. Tests pass a fixed one. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A monotonic clock in milliseconds, for measuring durations. */
export const monotonicMs = (): number => performance.now();
