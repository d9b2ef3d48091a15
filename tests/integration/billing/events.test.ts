import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventPageInput } from "#features/billing/admin/contract.ts";
import type { EventPage } from "#features/billing/admin/contract.ts";
import { listDrift } from "#features/billing/reconcile/list-drift.ts";
import { listEvents } from "#features/billing/webhooks/list-events.ts";
import { replayEvent } from "#features/billing/webhooks/replay-event.ts";
import { sweepEvents } from "#features/billing/webhooks/sweep-events.ts";
import { addUser, eventRows, tickingClock } from "../../support/billing/billing.ts";
import type { TestUser } from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { jobsOf } from "../../support/servers/mail.ts";

const AT = Date.UTC(2026, 5, 1, 12);
let database: TestDatabase;
let admin: TestUser;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = await addUser(database.db);
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.db.sql`delete from stripe_events`;
  await database.db.sql`delete from billing_drift`;
  await database.db.sql`delete from pgboss.job`;
});

type Stored = { id?: string; atMs?: number; state?: string; stripeId?: string | null; isKnown?: boolean };

async function store({ atMs = AT, state = "synced", stripeId = "cus_1", isKnown = true, ...event }: Stored) {
  const id = event.id ?? `evt_${randomUUID()}`;
  await database.db
    .sql`insert into stripe_events (id, type, stripe_id, created_at, received_at, state, is_known)
    values (${id}, 'invoice.paid', ${stripeId}, ${new Date(atMs - 500)}, ${new Date(atMs)}, ${state}, ${isKnown})`;
  return id;
}
const list = (input: object = {}) => listEvents({ db: database.db.orm }, eventPageInput.parse(input));
const replay = (id: string) =>
  replayEvent({ db: database.db.orm, clock: tickingClock() }, admin.actor, { id });

async function allPages(input: object = {}): Promise<EventPage["events"][]> {
  const pages: EventPage["events"][] = [];
  let after: string | null = null;
  do {
    const page: EventPage = await list({ ...input, ...(after !== null && { after }) });
    pages.push(page.events);
    after = page.next;
  } while (after !== null);
  return pages;
}

test("events are listed newest first, each with its state", async () => {
  const old = await store({ atMs: AT });
  const young = await store({ atMs: AT + 1, state: "noted", stripeId: null, isKnown: false });
  expect(await list()).toEqual({
    events: [
      {
        id: young,
        type: "invoice.paid",
        stripeId: null,
        createdAt: AT - 499,
        receivedAt: AT + 1,
        deliveries: 1,
        state: "noted",
        isKnown: false,
      },
      expect.objectContaining({ id: old, stripeId: "cus_1", receivedAt: AT, state: "synced" }),
    ],
    next: null,
  });
  const waiting = await store({ state: "waiting" });
  expect((await list({ state: "waiting" })).events.map(({ id }) => id)).toEqual([waiting]);
  expect((await list({ state: "unknown" })).events.map(({ id }) => id)).toEqual([young]);
});

test("no event is missing or repeated between pages, even with equal times", async () => {
  const ids: string[] = [];
  for (let count = 0; count < 120; count++) ids.push(await store({ atMs: AT + (count % 60 === 0 ? 1 : 0) }));
  const pages = await allPages();
  expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
  const shown = pages.flat();
  expect(shown.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(shown.map(({ receivedAt }) => receivedAt)).toEqual(
    shown.map(({ receivedAt }) => receivedAt).toSorted((a, b) => b - a),
  );
});

test("the next page continues at its cursor after newer events and a change of the last one", async () => {
  for (let count = 0; count < 51; count++) await store({ state: "waiting" });
  const { events, next } = await list({ state: "waiting" });
  await store({ atMs: AT + 5, state: "waiting" });
  await database.db.sql`update stripe_events set state = 'synced' where id = ${events.at(-1)?.id ?? ""}`;
  const rest = await list({ state: "waiting", after: next ?? "" });
  expect(rest.events).toHaveLength(1);
  expect(events.map(({ id }) => id)).not.toContain(rest.events[0]?.id);
});

test.each(["", "12", "x.evt_1", "99999999999999999.evt_1", "1.evt 1", "999999999999999.evt_1"])(
  "a malformed cursor is refused: %j",
  async (after) => {
    await store({ atMs: AT });
    const refused = await list({ after }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "invalid_input" });
  },
);

test("a replay requests another sync and writes an audit row with the admin", async () => {
  const id = await store({ state: "synced", stripeId: "cus_again" });
  const [{ last = 0 } = {}] = await database.db.sql<
    { last: number }[]
  >`select coalesce(max(id), 0)::int as last from audit_log`;
  expect(await replay(id)).toEqual({ done: true });
  expect((await eventRows(database.db)).map(({ state }) => state)).toEqual(["waiting"]);
  const jobs = await jobsOf(database.db, "billing-sync");
  expect(jobs.map(({ state, text }) => [state, text.includes("cus_again")])).toEqual([["created", true]]);

  const other = await store({ stripeId: null, state: "noted" });
  await expect(replay(other)).rejects.toMatchObject({ code: "conflict" });
  await expect(replay("evt_nobody")).rejects.toMatchObject({ code: "not_found" });
  expect(await jobsOf(database.db, "billing-sync")).toHaveLength(1);
  const lines = await database.db.sql`
    select action, user_id, actor_id, address, detail from audit_log where id > ${last}`;
  expect([...lines]).toEqual([
    {
      action: "event_replayed",
      user_id: null,
      actor_id: admin.userId,
      address: "203.0.113.9",
      detail: { event: id, type: "invoice.paid" },
    },
  ]);
});

test("the newest fifty drifts are listed, newest first", async () => {
  await database.db.sql`insert into billing_drift (at, stripe_id, field, ours, theirs)
    select ${new Date(AT)}::timestamptz + n * interval '1 hour', 'cus_' || n, 'status', null, 'active'
    from generate_series(1, 52) n`;
  const { drifts } = await listDrift({ db: database.db.orm });
  expect(drifts).toHaveLength(50);
  expect(drifts[0]).toEqual({
    id: expect.any(Number),
    at: AT + 52 * 3_600_000,
    stripeId: "cus_52",
    field: "status",
    ours: null,
    theirs: "active",
    closedAt: null,
  });
  expect(drifts.at(-1)?.stripeId).toBe("cus_3");
});

test("old events go after the days that were set, but not one whose customer still waits", async () => {
  const sweep = (stripeEvents: number | null) =>
    sweepEvents({ db: database.db.orm, clock: { now: () => new Date(AT) }, keptDays: { stripeEvents } });
  const daysAgo = (days: number) => AT - days * 86_400_000;
  const young = await store({ atMs: daysAgo(99) });
  const waiting = await store({ atMs: daysAgo(101), state: "waiting" });
  const old = await store({ atMs: daysAgo(101) });
  const ids = async () => (await eventRows(database.db)).map(({ id }) => id).toSorted();
  await sweep(null);
  expect(await ids()).toEqual([young, waiting, old].toSorted());
  await sweep(100);
  expect(await ids()).toEqual([young, waiting].toSorted());
});
