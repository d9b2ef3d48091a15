import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { effectMail } from "#features/billing/sync/mails.ts";
import type { LedgerEffect } from "#features/billing/rules/effects.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
import { readStripe } from "#features/billing/stripe/read-stripe.ts";
import { createEncryption } from "#platform/encryption.ts";
import { billingDeps, ledgerOf, tickingClock } from "../../support/billing/billing.ts";
import { caseArbitrary, runCase, POINTS } from "../../support/billing/billing-case.ts";
import type { Case, CaseOutcome } from "../../support/billing/billing-case.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { TEST_SECRETS } from "../../support/people/mailbox.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

/**
 * Whatever the order, the number and the crashes, what is stored in the end is what Stripe says, each effect is on the
 * ledger once, and nobody gets two mails of one. `BILLING_CASES=10000` for the long form; `BILLING_SEED` repeats a run.
 */
const CASES = Number(process.env["BILLING_CASES"] ?? 60);
const SEED = Number(process.env["BILLING_SEED"] ?? 20_260_601);
const AT_ONCE = 6;
/** The simulator looks through all it has for each answer: a fresh one now and then keeps that short. */
const BATCH = 60;
const MS_PER_CASE = 3_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ max: 12 });
});
afterAll(() => database?.drop());

async function checkState({ stripe }: TestStripe, lived: CaseOutcome) {
  const { facts, invoices } = await readStripe(stripe, lived.stripeId);
  const held = await readCustomer(database.db.orm, lived.user.userId);
  expect(held).toMatchObject(facts);
  // By Stripe's own words, too, and not only by our reading of them.
  const subscription = await stripe.subscriptions.retrieve(lived.subscription);
  expect(held?.status).toBe(subscription.status);
  expect(held?.price).toBe(subscription.items.data[0]?.price.lookup_key);
  expect(held?.trialUsed).toBe(subscription.trial_start !== null);

  const ledger = await ledgerOf(database.db, lived.stripeId);
  const keysOf = (effect: LedgerEffect) =>
    ledger.filter((row) => row.effect === effect).map(({ key, cents }) => ({ key, cents }));
  const once = (effect: LedgerEffect, is: boolean) => expect(keysOf(effect)).toHaveLength(is ? 1 : 0);
  const paid = invoices.filter(({ status, amount_paid }) => status === "paid" && amount_paid > 0);
  expect(keysOf("invoice_paid").toSorted((a, b) => a.key.localeCompare(b.key))).toEqual(
    paid
      .map(({ id, amount_paid }) => ({ key: `invoice_paid:${id}`, cents: amount_paid }))
      .toSorted((a, b) => a.key.localeCompare(b.key)),
  );
  once("trial_started", subscription.trial_start !== null);
  once("subscribed", subscription.status === "active" || paid.length > 0);
  once("ended", subscription.status === "canceled");
  expect(keysOf("trial_ends_soon")).toEqual([]);
  // What is due and was tried is told of by its last try at least.
  for (const { id, status, attempt_count: tries } of invoices) {
    if (status !== "open" || tries === 0) continue;
    expect(keysOf("payment_failed").map(({ key }) => key)).toContain(`payment_failed:${id}:${tries}`);
  }
  // Changes follow on each other, and the last one is what Stripe has.
  const prices = ledger.filter(({ effect }) => effect === "plan_changed").map(({ detail }) => detail);
  for (const [at, { from }] of prices.entries()) if (at > 0) expect(from).toBe(prices[at - 1]?.["to"]);
  if (prices.length > 0) expect(prices.at(-1)?.["to"]).toBe(facts.price);
  const ends = ledger.map(({ effect }) => effect).filter((effect) => effect.startsWith("cancel_"));
  for (const [at, effect] of ends.entries()) expect(effect).not.toBe(ends[at - 1]);
  if (subscription.status !== "canceled" && ends.length > 0)
    expect(ends.at(-1)).toBe(facts.cancelAtPeriodEnd ? "cancel_asked" : "cancel_taken_back");
  const waiting = await database.db.sql`
    select id from stripe_events where stripe_id = ${lived.stripeId} and state = 'waiting'`;
  expect(waiting).toEqual([]);
  return ledger.map(({ effect, cents, detail }) => ({
    effect: effect as LedgerEffect,
    detail,
    ...(cents === null ? {} : { cents, currency: "usd" }),
  }));
}

async function mailsByReceiver(): Promise<Map<string, string[]>> {
  const encryption = createEncryption(TEST_SECRETS);
  const rows = await database.db.sql<{ data: { encrypted: string } }[]>`
    delete from pgboss.job where name = 'mail' returning data`;
  const mails = new Map<string, string[]>();
  for (const { data } of rows) {
    const { to, content } = JSON.parse(encryption.decrypt(data.encrypted) ?? "null") as {
      to: string;
      content: { subject: string };
    };
    mails.set(to, [...(mails.get(to) ?? []), content.subject]);
  }
  return mails;
}

/** Of each effect one mail at most, and none that no effect is of. */
function checkMails(mails: readonly string[], effects: Awaited<ReturnType<typeof checkState>>): number {
  const allowed = effects.flatMap((effect) => effectMail(effect, "")?.subject ?? []);
  for (const subject of mails) {
    const at = allowed.indexOf(subject);
    expect(at, `a mail too many: ${subject}`).toBeGreaterThanOrEqual(0);
    allowed.splice(at, 1);
  }
  return mails.length;
}

async function runBatch(cases: readonly Case[], seed: number): Promise<{ crashed: number; mails: number }> {
  const clock = tickingClock();
  const stripe = await startTestStripe({ clock, seed });
  const deps = billingDeps(database.db, clock, stripe.account);
  const total = { crashed: 0, mails: 0 };
  try {
    const left = [...cases];
    const lived: { one: Case; lived: CaseOutcome; effects: Awaited<ReturnType<typeof checkState>> }[] = [];
    const run = async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) {
        try {
          const life = await runCase({ deps, db: database.db, stripe }, one);
          lived.push({ one, lived: life, effects: await checkState(stripe, life) });
          total.crashed += life.crashed;
        } catch (cause) {
          throw new Error(`this case went wrong: ${JSON.stringify(one)}`, { cause });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, run));
    const mails = await mailsByReceiver();
    for (const { lived: life, effects } of lived) {
      total.mails += checkMails(mails.get(life.user.email) ?? [], effects);
    }
    await database.db.sql`delete from pgboss.job`;
    return total;
  } finally {
    await stripe.close();
  }
}

test(
  `${CASES} orders of what Stripe tells, with duplicates and crashes, come to the same`,
  { timeout: 60_000 + CASES * MS_PER_CASE },
  async () => {
    const cases = fc.sample(caseArbitrary, { numRuns: CASES, seed: SEED });
    expect(new Set(cases.flatMap(({ crashes }) => crashes.map(({ point }) => point))).size).toBe(
      POINTS.length,
    );
    const startedMs = performance.now();
    const total = { crashed: 0, mails: 0 };
    for (let at = 0; at < cases.length; at += BATCH) {
      const { crashed, mails } = await runBatch(cases.slice(at, at + BATCH), at + 1);
      total.crashed += crashed;
      total.mails += mails;
    }
    const seconds = (performance.now() - startedMs) / 1_000;
    console.info(
      `${CASES} cases in ${seconds.toFixed(1)} s, ${(CASES / seconds).toFixed(1)} a second, ` +
        `${total.crashed} crashes, ${total.mails} mails (seed ${SEED})`,
    );
    expect(total.crashed).toBeGreaterThan(CASES / 4);
    expect(total.mails).toBeGreaterThan(CASES);
  },
);
