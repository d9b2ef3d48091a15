/**
 * A fault of the API at `endpoint` (`POST /v1/customers`, `GET /v1/subscriptions/:id`, or `*` for all), until it is
 * cleared or for the next `times` calls. With `when: "before"` (the default) the endpoint's work is not done, with
 * `"after"` it is done.
 * - `status`: answers 500, 502, 503 or 429. `reset`: resets the connection. `hang`: never answers.
 * - `slow`: waits `delayMs` before the work, or until faults are cleared; its idempotency key is in use meanwhile.
 */
export type ApiFault = { endpoint: string; times?: number; when?: "after" | "before" } & (
  | { kind: "status"; status: 429 | 500 | 502 | 503 }
  | { kind: "reset" }
  | { kind: "hang" }
  | { kind: "slow"; delayMs: number }
);

export const API_FAULTS: readonly ApiFault["kind"][] = ["status", "reset", "hang", "slow"];
export const FAULT_STATUSES: readonly number[] = [429, 500, 502, 503];

type Active = { fault: ApiFault; left: number };

/** The active faults of the API; a call gets the first one that matches its endpoint. */
export function createApiFaults() {
  let active: Active[] = [];
  const delayed = new Map<() => void, NodeJS.Timeout>();
  function finishDelay(resolve: () => void): void {
    clearTimeout(delayed.get(resolve));
    delayed.delete(resolve);
    resolve();
  }
  return {
    add: (fault: ApiFault): void =>
      void active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear(): void {
      active = [];
      for (const resolve of delayed.keys()) finishDelay(resolve);
    },
    /** The delay of a `slow` call. */
    delay: (delayMs: number): Promise<void> =>
      new Promise((resolve) => {
        delayed.set(
          resolve,
          setTimeout(() => finishDelay(resolve), delayMs),
        );
      }),
    take(endpoint: string): ApiFault | null {
      const met = active.find(({ fault }) => fault.endpoint === "*" || fault.endpoint === endpoint);
      if (met === undefined) return null;
      met.left -= 1;
      active = active.filter(({ left }) => left > 0);
      return met.fault;
    },
  };
}
export type ApiFaults = ReturnType<typeof createApiFaults>;
