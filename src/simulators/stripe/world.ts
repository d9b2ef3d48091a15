import { makeId } from "./ids.ts";
import { copyJson, isHash, isSameJson } from "./json.ts";
import type { State, TaskKind } from "./state.ts";
import type { StripeEvent } from "./wire.ts";

/** The version that stripe 23.1.0 pins. */
export const API_VERSION = "2026-10-28.endive";

export type Settings = {
  /** Days between a failed payment and the next try; one entry a retry. */
  retryDays: number[];
  /** What becomes of a subscription whose last retry failed. */
  afterRetries: "cancel" | "past_due" | "unpaid";
  /** How long an automatic invoice stays a draft, seconds. */
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

/** What the rules of billing work on. Every operation on it is synchronous, hence whole. */
export type World = {
  state: State;
  settings: Settings;
  /** Where the hosted pages are, without a slash at the end. */
  baseUrl: string;
  newId(prefix: string): string;
  /** Unix seconds on a test clock, or on the simulator's own clock for null. */
  nowS(clock: string | null): number;
  /** Runs a task as if its moment were now, even when it is late. */
  at(momentS: number, run: () => void): void;
  schedule(kind: TaskKind, id: string, atS: number, clock: string | null): void;
  emit(type: string, object: object, clock: string | null, previous?: Record<string, unknown>): void;
  /** Changes an object and, where that made a difference, sends the event with the attributes as they were. */
  change<T extends object, R>(type: string, object: T, clock: string | null, mutate: (object: T) => R): R;
  /** The API request that is being worked on; its id and key go into the events. */
  request: { id: string; idempotency_key: string | null } | null;
};

/** The former values of what differs: hashes are compared name by name, lists as a whole. */
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
    at(moment, run) {
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

/** The test clock that a customer lives on, or null. */
export const clockOf = (world: World, customer: string): string | null =>
  world.state.customers.get(customer)?.test_clock ?? null;
