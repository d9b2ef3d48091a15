import { z } from "zod";

/** A whole number from `min` to `max`; `preset` where it is not set. */
const count = (preset: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(preset);

/** The largest heap of a process, MB. */
const heapMb = (preset: number) => count(preset, 64, 65_536);

/** Days after which rows are deleted; for good where it is not set. */
const daysOrForGood = (min: number) => z.coerce.number().int().min(min).max(36_500).optional();

/** The memory and database connections of web; `up` reads them too. */
export const webSize = {
  WEB_HEAP_MB: heapMb(256),
  /** Two, because a request may need a second connection while a transaction of it is open. */
  WEB_DATABASE_POOL: count(10, 2, 200),
} as const;

export const workerSize = {
  WORKER_HEAP_MB: heapMb(192),
  /** For each of the worker's three pools: jobs under the lease, handlers of queued jobs, the queue. Fewer than the queues run at once is untested. */
  WORKER_DATABASE_POOL: count(4, 4, 100),
} as const;

/** How long web still accepts connections when it stops, so that balancers see that it is not ready. */
export const drain = { DRAIN_NOTICE_MS: count(2_000, 0, 60_000) } as const;

/** The folder whose disk `/health/deep` watches, and how much of it must be left, MB. */
export const disk = {
  DATA_DIR: z.string().min(1).optional(),
  DISK_FLOOR_MB: count(512, 1, 1_048_576),
} as const;

/** A year: the plan table promises it to everybody. Late points are stored for 90 days (docs/adr/0006). */
const MIN_HISTORY_DAYS = 365;
/** Stripe delivers an event for 3 days, and its dashboard sends one again for 30. */
const MIN_EVENT_DAYS = 30;

/** What the worker deletes, and when. Longer steps of history are always kept. */
export const retention = {
  KEEP_HISTORY_5M_DAYS: daysOrForGood(MIN_HISTORY_DAYS),
  KEEP_HISTORY_1H_DAYS: daysOrForGood(MIN_HISTORY_DAYS),
  /** Audit entries about no account, such as sign-ins that failed at unknown addresses. */
  KEEP_UNOWNED_AUDIT_DAYS: count(90, 1, 36_500),
  KEEP_STRIPE_EVENTS_DAYS: daysOrForGood(MIN_EVENT_DAYS),
} as const;
