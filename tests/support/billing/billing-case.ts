import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import postgres from "postgres";
import type { Stripe } from "stripe";
import type { BillingDeps } from "#features/billing/deps.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { addUser, deliver } from "./billing.ts";
import type { TestUser } from "./billing.ts";
import { HISTORIES, startHistory } from "./billing-histories.ts";
import type { TestStripe } from "./stripe.ts";
import { stoppable } from "./stoppable.ts";
import type { Moment } from "./stoppable.ts";

const UNIQUE_VIOLATION = "23505";

/** Where a process may end; the moments of an event and those of a sync are told apart. */
export const POINTS = [
  "event before_transaction",
  "event in_write",
  "event before_commit",
  "event after_commit",
  "sync before_read",
  "sync before_transaction",
  "sync in_write",
  "sync before_commit",
  "sync after_commit",
] as const;

/** `visit`: a page asks at once, whatever job runs; `stall`: so, but stops between read and write until all is over. */
type Step = { what: "act" | "deliver" | "stall" | "sync" | "visit"; pick: number };
export type Case = {
  history: number;
  acts: number;
  /** Steps of one group are taken at once, groups one after another. */
  groups: Step[][];
  crashes: { point: (typeof POINTS)[number]; nth: number }[];
};

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom("act", "act", "deliver", "deliver", "deliver", "sync", "sync", "visit", "stall"),
  pick: fc.nat(1_000),
});
export const caseArbitrary: fc.Arbitrary<Case> = fc.record({
  history: fc.nat(HISTORIES.length - 1),
  acts: fc.integer({ min: 1, max: 6 }),
  groups: fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 8, size: "max" }),
  crashes: fc.array(fc.record({ point: fc.constantFrom(...POINTS), nth: fc.nat(3) }), { maxLength: 4 }),
});

class Crash extends Error {}

/** Two who take a job of one key at once: the queue's own constraint lets one of them have it. */
function noneLeft(error: unknown): { id: string }[] {
  if (error instanceof postgres.PostgresError && error.code === UNIQUE_VIOLATION) return [];
  throw error;
}

export type CaseOutcome = {
  user: TestUser;
  stripeId: string;
  subscription: string;
  crashed: number;
};

type Desk = { deps: BillingDeps; db: DbHandle; stripe: TestStripe };

const TOLD = [
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "invoice.paid",
  "invoice.payment_failed",
];
/** An act brings four of them at most, and a few cases live at once. */
const NEWEST = 50;

/** What Stripe has to tell of one customer, the oldest first; asked for after each act. */
function inboxOf({ stripe }: TestStripe, stripeId: string) {
  const events = new Map<string, Stripe.Event>();
  return {
    look: async (): Promise<void> => {
      const { data } = await stripe.events.list({ types: TOLD, limit: NEWEST });
      for (const event of data.toReversed()) {
        const { object } = event.data;
        if ("customer" in object && object.customer === stripeId) events.set(event.id, event);
      }
    },
    all: (): Stripe.Event[] => [...events.values()],
  };
}

/**
 * Lives a case to its end: Stripe's history goes on, events come in any order, some twice, syncs run, processes end. What
 * Stripe got no 200 for it delivers again, a job that was not done is run again, until nothing is left to do.
 */
export async function runCase({ deps, db, stripe }: Desk, one: Case): Promise<CaseOutcome> {
  const user = await addUser(db);
  const { stripeId } = await ensureCustomer(deps, user.actor);
  const inbox = inboxOf(stripe, stripeId);
  const history = startHistory(stripe, stripeId, (HISTORIES[one.history] ?? []).slice(0, one.acts));
  const acknowledged = new Set<string>();
  const seen = new Map<string, number>();
  let crashed = 0;
  const reach = (where: "event" | "sync") => (at: Moment) => {
    const point = `${where} ${at}`;
    const nth = seen.get(point) ?? 0;
    seen.set(point, nth + 1);
    if (one.crashes.some((crash) => crash.point === point && crash.nth === nth)) {
      crashed++;
      throw new Crash(point);
    }
  };
  const survive = async (run: () => Promise<unknown>): Promise<boolean> => {
    try {
      await run();
      return true;
    } catch (error) {
      if (error instanceof Crash) return false;
      throw error;
    }
  };

  let acting: Promise<boolean> = Promise.resolve(true);
  const act = (): Promise<boolean> => {
    acting = acting.then(async () => {
      const isDone = await history.next();
      if (isDone) await inbox.look();
      return isDone;
    });
    return acting;
  };
  const send = async (event: { id: string } | undefined): Promise<void> => {
    if (event === undefined) return;
    const isTaken = await survive(() => deliver({ ...deps, db: stoppable(deps.db, reach("event")) }, event));
    if (isTaken) acknowledged.add(event.id);
  };
  const ask = () => survive(() => syncCustomer({ ...deps, db: stoppable(deps.db, reach("sync")) }, stripeId));
  const over = Promise.withResolvers<void>();
  const stalled: Promise<unknown>[] = [];
  const stall = (): Promise<void> => {
    const read = Promise.withResolvers<void>();
    let reads = 0;
    const slowDb = stoppable(deps.db, async (moment) => {
      if (moment !== "before_transaction" || ++reads > 1) return;
      read.resolve();
      await over.promise;
    });
    const slow = syncCustomer({ ...deps, db: slowDb }, stripeId);
    stalled.push(slow);
    return Promise.race([read.promise, slow.then(() => undefined)]);
  };
  /** What a worker does: takes the job that waits, and puts it back where the run did not end well. */
  const sync = async (): Promise<boolean> => {
    const [job] = await db.sql<{ id: string }[]>`
      update pgboss.job set state = 'active', started_on = now() where name = 'billing-sync' and id = (
        select id from pgboss.job where name = 'billing-sync' and singleton_key = ${stripeId}
          and state in ('created', 'retry')
          and not exists (select 1 from pgboss.job other where other.name = 'billing-sync'
            and other.singleton_key = ${stripeId} and other.state = 'active')
        order by created_on limit 1 for update skip locked)
      returning id`.catch(noneLeft);
    if (job === undefined) return false;
    const isDone = await ask();
    await (isDone
      ? db.sql`delete from pgboss.job where name = 'billing-sync' and id = ${job.id}`
      : db.sql`update pgboss.job set state = 'retry' where name = 'billing-sync' and id = ${job.id}`);
    return true;
  };

  for (const group of one.groups) {
    await Promise.all(
      group.map(({ what, pick }) => {
        if (what === "act") return act();
        if (what === "sync") return sync();
        if (what === "visit") return ask();
        if (what === "stall") return stall();
        const events = inbox.all();
        return send(events[pick % Math.max(1, events.length)]);
      }),
    );
  }
  while (await act());
  for (;;) {
    const left = inbox.all().filter(({ id }) => !acknowledged.has(id));
    if (left.length === 0) break;
    await Promise.all(left.map(send));
  }
  while (await sync()) await turn();
  over.resolve();
  await Promise.all(stalled);
  return { user, stripeId, subscription: history.subscription, crashed };
}
