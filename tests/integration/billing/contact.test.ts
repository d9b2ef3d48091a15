import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "#platform/clock.ts";
import { billingDeps, startBillingWorker } from "../../support/billing/billing.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { POLL_OPTIONS, jobsOf } from "../../support/servers/mail.ts";
import type { TestWorker } from "../../support/servers/mail.ts";
import { newestCode } from "../../support/people/mailbox.ts";
import { randomEmail } from "../../support/people/members.ts";
import type { Member } from "../../support/people/members.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const LONG = { timeout: 30_000, interval: 50 };
let database: TestDatabase;
let stripe: TestStripe;
let web: TestWeb;
let worker: TestWorker;

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase(), startTestStripe()]);
  web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: systemClock,
    stripeUrl: stripe.simulator.url,
  });
  worker = startBillingWorker(database.url, billingDeps(database.db, systemClock, stripe.account));
});
afterAll(async () => {
  await worker?.stop();
  await web?.close();
  await stripe?.close();
  await database?.drop();
});
afterEach(() => stripe.simulator.control.clearFaults());

const jobs = async () => (await jobsOf(database.db, "billing-contact")).map(({ state }) => state);
const idOf = async ({ userId }: Member) => {
  const [row] = await database.db.sql<{ id: string }[]>`
    select stripe_id as id from billing_customers where user_id = ${userId}`;
  return row?.id ?? "";
};
const atStripe = async (member: Member) => {
  const customer = await stripe.stripe.customers.retrieve(await idOf(member));
  return customer.deleted ? null : [customer.name, customer.email];
};
async function buyer(): Promise<Member> {
  const member = await seedMember(web, database.db);
  expect((await member.tell("billing.checkout", { price: "pro_monthly" })).status).toBe(200);
  expect(await atStripe(member)).toEqual(["Zezima", member.email]);
  return member;
}
const rename = async (member: Member, name: string) =>
  expect((await member.tell("account.updateProfile", { name })).status).toBe(200);

test("each change of name and e-mail address reaches Stripe, also after a failed first call", async () => {
  const member = await buyer();
  stripe.simulator.control.addFault({
    endpoint: "POST /v1/customers/:id",
    kind: "status",
    status: 500,
    times: 1,
  });
  await rename(member, "Zezima the Second");
  await expect.poll(() => atStripe(member), LONG).toEqual(["Zezima the Second", member.email]);
  await rename(member, "Zezima");
  await expect.poll(() => atStripe(member), LONG).toEqual(["Zezima", member.email]);

  const newEmail = randomEmail();
  await member.tell("account.requestEmailChange", { newEmail });
  const presentCode = await newestCode(database.db, member.email);
  const newCode = await newestCode(database.db, newEmail);
  expect((await member.tell("account.changeEmail", { newEmail, presentCode, newCode })).status).toBe(200);
  await expect.poll(() => atStripe(member), LONG).toEqual(["Zezima", newEmail]);
});

test("nobody is told of who is no customer, and one that Stripe deleted fails no job", async () => {
  await expect.poll(jobs, POLL_OPTIONS).not.toContain("active");
  const before = await jobs();
  await rename(await seedMember(web, database.db), "Woox");
  expect(await jobs()).toEqual(before);

  const member = await buyer();
  await stripe.stripe.customers.del(await idOf(member));
  await rename(member, "Woox");
  await expect.poll(jobs, POLL_OPTIONS).toEqual([...before, "completed"]);
});
