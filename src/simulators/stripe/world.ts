import { makeId } from "./ids.ts";
import { copyJson, isHash, isSameJson } from "./json.ts";
import type { State, TaskKind } from "./state.ts";
import type { StripeEvent } from "./wire.ts";

/** The API version that stripe 23.1.0 pins. */
export const API_VERSION = "2026-10-28.endive";

export type Settings = {
  /** Days between a failed payment and the next attempt, one entry for each retry. */
  retryDays: number[];
  /** What happens to a subscription when its last retry fails. */
  afterRetries: "cancel" | "past_due" | "unpaid";
  /** How long an automatic invoice stays a draft, in seconds. */
  draftS: number;
  /** Days before a period's end at which `invoice.upcoming` is sent. */
  upcomingDays: number;
};
export const DEFAULT_SETTINGS: Settings = {
  retryDays: [3, 5, 7],
  afterRetries: "cancel",
  draftS: 3_600,
  upcomingDays: 7,
};

/**
 * The state and the operations that the billing rules use. Every operation is synchronous, and therefore atomic.
 */
export type World = {
  state: State;
  settings: Settings;
  /** The URL of the hosted pages, without a trailing slash. */
  baseUrl: string;
  newId(prefix: string): string;
  /** Unix seconds on a test clock, or on the simulator's own clock for null. */
  nowS(clock: string | null): number;
  /** Runs a task with its scheduled time as the current time, even if it is late. */
  runAt(momentS: number, run: () => void): void;
  schedule(kind: TaskKind, id: string, atS: number, clock: string | null): void;
  emit(type: string, object: object, clock: string | null, previous?: Record<string, unknown>): void;
  /** Changes an object and, if anything differs, emits the event with the previous attributes. */
  change<T extends object, R>(type: string, object: T, clock: string | null, mutate: (object: T) => R): R;
  /** The current API request; events carry its id and idempotency key. */
  request: { id: string; idempotency_key: string | null } | null;
};

/** The previous values of the changed attributes: hashes are compared by name, lists as a whole. */
export function previousAttributes(before: object, after: object): Record<string, unknown> {
  const now = new Map<string, unknown>(Object.entries(after));
  const previous: Record<string, unknown> = {};
  for (const [name, was] of Object.entries(before)) {
    const is = now.get(name);
    if (isSameJson(was, is)) continue;
    previous[name] =
      isHash(was) && isHash(is) && was["object"] !== "list" ? previousAttributes(was, is) : was;
  }
  for (const name of now.keys()) if (!(name in before)) previous[name] = null;
  return previous;
}

export type WorldOptions = {
  state: State;
  seed: number;
  settings: Settings;
  /** The simulator's own clock, ms. */
  nowMs: () => number;
  onEvent: (event: StripeEvent) => void;
};

export function createWorld({ state, seed, settings, nowMs, onEvent }: WorldOptions): World {
  let momentS: number | null = null;
  const world: World = {
    state,
    settings,
    baseUrl: "",
    request: null,
    newId(prefix) {
      const count = (state.counters.get(prefix) ?? 0) + 1;
      state.counters.set(prefix, count);
      return makeId(seed, prefix, count);
    },
    nowS(clock) {
      if (momentS !== null) return momentS;
      const frozen = clock === null ? undefined : state.testClocks.get(clock);
      return frozen?.frozen_time ?? Math.floor(nowMs() / 1000);
    },
    runAt(moment, run) {
      momentS = moment;
      try {
        run();
      } finally {
        momentS = null;
      }
    },
    schedule: (kind, id, atS, clock) => void state.tasks.push({ kind, id, atS, clock }),
    emit(type, object, clock, previous) {
      const event: StripeEvent = {
        id: world.newId("evt"),
        object: "event",
        api_version: API_VERSION,
        created: world.nowS(clock),
        data: {
          object: copyJson(object),
          ...(previous === undefined ? {} : { previous_attributes: copyJson(previous) }),
        },
        livemode: false,
        pending_webhooks: 0,
        request: world.request ?? { id: null, idempotency_key: null },
        type,
      };
      state.events.set(event.id, event);
      onEvent(event);
    },
    change(type, object, clock, mutate) {
      const before = copyJson(object);
      const result = mutate(object);
      const previous = previousAttributes(before, object);
      if (Object.keys(previous).length > 0) world.emit(type, object, clock, previous);
      return result;
    },
  };
  return world;
}

/** The test clock of a customer, or null. */
export const clockOf = (world: World, customer: string): string | null =>
  world.state.customers.get(customer)?.test_clock ?? null;
