import { sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { FigureReading } from "#platform/metrics/metrics.ts";
import { stripeEvents } from "#features/billing/schema.ts";

/** The stored events of Stripe by state, and how often one was delivered again. */
export async function countEvents({ db }: { db: Db }): Promise<FigureReading[]> {
  const rows = await db
    .select({
      state: stripeEvents.state,
      events: sql<number>`count(*)::int`,
      again: sql<number>`sum(${stripeEvents.deliveries} - 1)::int`,
    })
    .from(stripeEvents)
    .groupBy(stripeEvents.state);
  const again = rows.reduce((sum, row) => sum + row.again, 0);
  return [
    ...rows.map(({ state, events }) => ({ labels: { outcome: state }, value: events })),
    { labels: { outcome: "delivered_again" }, value: again },
  ];
}
