/** The only source of time on the server, so a test can hold it still. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** Milliseconds that only grow, for measuring how long something took. */
export const monotonicMs = (): number => performance.now();
