import { sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";

/** `waiting`: jobs that wait or are retried. `oldestS`: how long the oldest of those that may run has waited, seconds. */
export type QueueState = { queue: string; waiting: number; oldestS: number };

/** The state of every queue, also of empty ones. */
export const readQueueStates = (db: Db): Promise<QueueState[]> =>
  db.execute(sql`
    select queue.name as queue, count(job.id)::int as waiting,
      greatest(0, coalesce(extract(epoch from now() - min(greatest(job.created_on, job.start_after))
        filter (where job.start_after <= now())), 0))::float8 as "oldestS"
    from pgboss.queue queue
    left join pgboss.job job on job.name = queue.name and job.state in ('created', 'retry')
    group by 1`);
