/**
 * What the API does wrong at `endpoint` (`POST /v1/customers`, `GET /v1/subscriptions/:id`, or `*` for all), until it
 * is cleared or for the next `times` calls. `when` tells whether the work is left undone (`before`, the default) or is
 * done all the same (`after`).
 * - `status`: an answer of 500, 502, 503 or 429. `reset`: the connection is cut. `hang`: no answer ever comes.
 * - `slow`: `delayMs` pass before the work, or less where faults are cleared; meanwhile its idempotency key is in use.
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

/** The API's faults that stand; a call meets the first that names its endpoint. */
export function createApiFaults() {
  let active: Active[] = [];
  const held = new Map<() => void, NodeJS.Timeout>();
  function letGo(resolve: () => void): void {
    clearTimeout(held.get(resolve));
    held.delete(resolve);
    resolve();
  }
  return {
    add: (fault: ApiFault): void =>
      void active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear(): void {
      active = [];
      for (const resolve of held.keys()) letGo(resolve);
    },
    /** Waits as a `slow` call does. */
    hold: (delayMs: number): Promise<void> =>
      new Promise((resolve) => {
        held.set(
          resolve,
          setTimeout(() => letGo(resolve), delayMs),
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
