import { readLeaseSilences } from "#platform/db/lease.ts";
import { readQueueStates } from "#platform/jobs/queue-states.ts";
import type { Figure } from "#platform/metrics/metrics.ts";
import type { WebDeps } from "#trpc/register.ts";

/** Figures of the service as a whole that no feature brings: its job queues and leases. */
export const kitFigures: readonly Figure<WebDeps>[] = [
  {
    name: "ge_queue_jobs",
    help: "Jobs that wait or are retried, by queue",
    labelNames: ["queue"],
    read: async ({ db }) =>
      (await readQueueStates(db)).map(({ queue, waiting }) => ({ labels: { queue }, value: waiting })),
  },
  {
    name: "ge_queue_oldest_seconds",
    help: "How long the oldest job that may run has waited, by queue",
    labelNames: ["queue"],
    read: async ({ db }) =>
      (await readQueueStates(db)).map(({ queue, oldestS }) => ({ labels: { queue }, value: oldestS })),
  },
  {
    name: "ge_lease_heartbeat_seconds",
    help: "How long the holder of a lease has been silent",
    labelNames: ["lease"],
    read: async ({ db }) =>
      (await readLeaseSilences(db)).map(({ lease, silenceS }) => ({ labels: { lease }, value: silenceS })),
  },
];
