import { sql } from "drizzle-orm";
import type { Figure } from "#platform/metrics/metrics.ts";
import type { WebDeps } from "#trpc/register.ts";

/** Figures of the service as a whole that no feature brings: its job queues. */
export const kitFigures: readonly Figure<WebDeps>[] = [
  {
    name: "ge_queue_jobs",
    help: "Jobs that wait or are retried, by queue",
    labelNames: ["queue"],
    read: async ({ db }) => {
      const rows = await db.execute<{ queue: string; jobs: number }>(sql`
        select queue.name as queue, count(job.id)::int as jobs from pgboss.queue queue
        left join pgboss.job job on job.name = queue.name and job.state in ('created', 'retry')
        group by 1`);
      return rows.map(({ queue, jobs }) => ({ labels: { queue }, value: jobs }));
    },
  },
  {
    name: "ge_queue_oldest_seconds",
    help: "How long the oldest job that may run has waited, by queue",
    labelNames: ["queue"],
    read: async ({ db }) => {
      const rows = await db.execute<{ queue: string; age: number }>(sql`
        select queue.name as queue,
          coalesce(extract(epoch from now() - min(greatest(job.created_on, job.start_after))), 0)::float8 as age
        from pgboss.queue queue
        left join pgboss.job job
          on job.name = queue.name and job.state in ('created', 'retry') and job.start_after <= now()
        group by 1`);
      return rows.map(({ queue, age }) => ({ labels: { queue }, value: Math.max(0, age) }));
    },
  },
  {
    name: "ge_lease_heartbeat_seconds",
    help: "How long the holder of a lease has been silent",
    labelNames: ["lease"],
    read: async ({ db }) => {
      const rows = await db.execute<{ name: string; age: number }>(sql`
        select name, extract(epoch from clock_timestamp() - heartbeat_at)::float8 as age from leases`);
      return rows.map(({ name, age }) => ({ labels: { lease: name }, value: age }));
    },
  },
];
