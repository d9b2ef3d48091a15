import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#platform/clock.ts";
import { rowsThatHold } from "../../support/market/all-rows.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { TEST_SECRETS, newestCode } from "../../support/people/mailbox.ts";
import { randomEmail, signUp } from "../../support/people/members.ts";
import type { Member } from "../../support/people/members.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const ROTATED = ["another-secret-another-secret-another", ...TEST_SECRETS];
let database: TestDatabase;
let stripe: TestStripe;
let web: TestWeb;
/** The same site after its secrets were rotated. */
let rotated: TestWeb;

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase(), startTestStripe()]);
  const shared = {
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: systemClock,
    stripeUrl: stripe.simulator.url,
  };
  web = await startTestWeb(shared);
  rotated = await startTestWeb({ ...shared, secrets: ROTATED });
});
afterAll(async () => {
  await rotated?.close();
  await web?.close();
  await stripe?.close();
  await database?.drop();
});

const statusOf = async (member: Member) => (await member.ask("billing.status")).data;
const checkout = async (member: Member) => {
  const { data } = await member.tell("billing.checkout", { price: "pro_monthly" });
  return (data as { url: string }).url;
};
const marks = () => database.db.sql`select mark, at from billing_used_trials`;

async function deleteAccount(member: Member): Promise<void> {
  await member.tell("account.requestCode", { purpose: "delete_account" });
  const code = await newestCode(database.db, member.email);
  expect((await member.tell("account.delete", { code })).status).toBe(200);
}

test("a deleted account takes its trial along: the same address has none again", async () => {
  const email = randomEmail();
  const first = await signUp(web, database.db, { email });
  expect(await statusOf(first)).toMatchObject({ trialAvailable: true });
  expect(await stripe.press(await checkout(first))).toBe(303);
  expect((await first.tell("billing.refresh")).data).toMatchObject({ status: "trialing" });
  await deleteAccount(first);

  expect(await marks()).toEqual([{ mark: expect.stringMatching(/^[\w-]{43}$/), at: expect.any(Date) }]);
  expect(await rowsThatHold(database.db, email, first.userId)).toEqual([]);

  for (const [site, secrets] of [
    [web, TEST_SECRETS],
    [rotated, ROTATED],
  ] as const) {
    const again = await signUp(site, database.db, { email, secrets });
    // Before there is a customer, and after.
    expect(await statusOf(again)).toMatchObject({ status: "none", trialAvailable: false });
    const url = await checkout(again);
    expect(await statusOf(again)).toMatchObject({ status: "none", trialAvailable: false });
    const [row] = await database.db.sql<{ id: string }[]>`
      select stripe_id as id from billing_customers where user_id = ${again.userId}`;
    const { data } = await stripe.stripe.checkout.sessions.list({ customer: row?.id ?? "" });
    expect(data).toMatchObject([{ url, amount_total: 999 }]);
    await database.db.sql`delete from users where id = ${again.userId}`;
  }
});

test("nothing is kept of who deletes an account without one, and others have theirs", async () => {
  const before = await marks();
  const member = await signUp(web, database.db);
  await checkout(member);
  await deleteAccount(member);
  expect(await marks()).toEqual(before);
  const again = await signUp(web, database.db, { email: member.email });
  expect(await statusOf(again)).toMatchObject({ trialAvailable: true });
});

test("one mailbox has one trial, however its address is spelled, while the first account lives", async () => {
  const name = randomEmail().split("@")[0] ?? "";
  const first = await signUp(web, database.db, { email: `${name}@gmail.com` });
  expect(await stripe.press(await checkout(first))).toBe(303);
  expect((await first.tell("billing.refresh")).data).toMatchObject({ status: "trialing" });
  const spelled = `${name.slice(0, 2)}.${name.slice(2)}+again@googlemail.com`;
  const again = await signUp(web, database.db, { email: spelled });
  expect(await statusOf(again)).toMatchObject({ status: "none", trialAvailable: false });
  const other = await signUp(web, database.db, { email: `${name}x@gmail.com` });
  expect(await statusOf(other)).toMatchObject({ trialAvailable: true });
});
