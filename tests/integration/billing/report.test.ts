import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportBilling } from "#features/billing/admin/report-billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

const NOW = new Date("2026-11-21T12:00:00Z");
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
});

const write = (key: string, customer: string, effect: string, at: string, cents: number | null = null) =>
  database.db.sql`insert into billing_ledger (key, at, stripe_id, effect, cents, currency)
    values (${key}, ${at}, ${`cus_${customer}`}, ${effect}, ${cents}, 'usd')`;

const report = () => reportBilling({ db: database.db.orm, clock: { now: () => NOW } });

test("the report of a site without customers has only zeros", async () => {
  expect(await report()).toEqual({
    byStatus: [],
    monthlyRevenueCents: 0,
    otherMonthlyRevenue: [],
    revenue: [],
    churn30d: null,
    failedPayments30d: 0,
    waitingEvents: 0,
    currency: "usd",
  });
});

test("counts customers, revenue by UTC month, failed payments and churn", async () => {
  const { sql } = database.db;
  for (const [name, status, price] of [
    ["a", "active", "pro_monthly"],
    ["b", "active", "pro_yearly"],
    ["c", "trialing", "pro_monthly"],
    ["d", "canceled", "pro_monthly"],
  ] as const) {
    const id = randomUUID();
    await sql`insert into users (id, name, email, created_at, updated_at)
      values (${id}, ${name}, ${`${name}@example.com`}, now(), now())`;
    await sql`insert into billing_customers (user_id, stripe_id, plan, status, price, created_at)
      values (${id}, ${`cus_${name}`}, 'pro', ${status}, ${price}, now())`;
  }
  const entry = (customer: string, effect: string, at: string, cents: number | null = null) =>
    write(`${effect}:${cents === null ? `sub_${customer}` : randomUUID()}`, customer, effect, at, cents);
  await entry("a", "subscribed", "2026-09-01T00:00:00Z");
  await entry("d", "subscribed", "2026-09-02T00:00:00Z");
  await entry("a", "invoice_paid", "2026-09-30T23:59:59Z", 999);
  await entry("a", "invoice_paid", "2026-10-01T00:00:00Z", 999);
  await entry("b", "invoice_paid", "2026-10-15T00:00:00Z", 9_990);
  await entry("d", "payment_failed", "2026-11-20T00:00:00Z", 999);
  await entry("d", "payment_failed", "2026-09-20T00:00:00Z", 999);
  await entry("d", "ended", "2026-11-21T00:00:00Z");
  await sql`insert into stripe_events (id, type, stripe_id, created_at, received_at, state, is_known)
    values ('evt_1', 'invoice.paid', 'cus_a', now(), now(), 'waiting', true)`;

  const { byStatus, ...rest } = await report();
  expect(byStatus).toHaveLength(3);
  expect(byStatus).toContainEqual({ status: "active", customers: 2 });
  expect(rest).toEqual({
    monthlyRevenueCents: Math.round(999 + 9_990 / 12),
    otherMonthlyRevenue: [],
    revenue: [
      { month: Date.UTC(2026, 8, 1), cents: 999, invoices: 1 },
      { month: Date.UTC(2026, 9, 1), cents: 10_989, invoices: 2 },
    ],
    churn30d: 0.5,
    failedPayments30d: 1,
    waitingEvents: 1,
    currency: "usd",
  });
});

test("a subscription counts by its own price, and one in another currency apart", async () => {
  const { sql } = database.db;
  const before = await report();
  for (const [name, own] of [
    ["former", { cents: 1_299, currency: "usd", interval: "month", count: 1 }],
    ["quarter", { cents: 3_000, currency: "usd", interval: "month", count: 3 }],
    ["yen", { cents: 12_000, currency: "jpy", interval: "year", count: 1 }],
  ] as const) {
    const id = randomUUID();
    await sql`insert into users (id, name, email, created_at, updated_at)
      values (${id}, ${name}, ${`${name}@example.com`}, now(), now())`;
    await sql`insert into billing_customers (user_id, stripe_id, plan, status, own_price, created_at)
      values (${id}, ${`cus_${name}`}, 'pro', 'active', ${sql.json(own)}, now())`;
  }
  const after = await report();
  expect(after.monthlyRevenueCents - before.monthlyRevenueCents).toBe(1_299 + 1_000);
  expect(after.otherMonthlyRevenue).toEqual([{ currency: "jpy", cents: 1_000 }]);
  await sql`delete from users where name in ('former', 'quarter', 'yen')`;
  await sql`delete from billing_customers where stripe_id in ('cus_former', 'cus_quarter', 'cus_yen')`;
});

test("churn counts paid subscriptions, not trials or customers, also for returning customers", async () => {
  const life = async (name: string, subscribedAt: string | null, endedAt: string | null) => {
    const [customer = ""] = name.split(".");
    await write(`trial_started:sub_${name}`, customer, "trial_started", "2026-08-01T00:00:00Z");
    if (subscribedAt !== null) await write(`subscribed:sub_${name}`, customer, "subscribed", subscribedAt);
    if (endedAt !== null) await write(`ended:sub_${name}`, customer, "ended", endedAt);
  };
  const LONG_AGO = "2026-09-01T00:00:00Z";
  const before = await report();
  expect(before.churn30d).toBe(0.5);
  // Unpaid trials that ended before and within the 30 days.
  for (const at of [1, 2, 3, 4, 5, 6]) await life(`trial${at}`, null, "2026-09-05T00:00:00Z");
  await life("trial7", null, "2026-11-10T00:00:00Z");
  expect((await report()).churn30d).toBe(0.5);
  // Returning customers: only their subscription that ran 30 days ago counts.
  await life("back.1", LONG_AGO, "2026-09-20T00:00:00Z");
  await life("back.2", "2026-10-01T00:00:00Z", null);
  expect((await report()).churn30d).toBeCloseTo(1 / 3);
  await life("late.1", LONG_AGO, "2026-11-01T00:00:00Z");
  await life("late.2", "2026-11-02T00:00:00Z", "2026-11-20T00:00:00Z");
  expect((await report()).churn30d).toBe(0.5);
});
