import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import {
  addUser,
  billingDeps,
  eventAbout,
  eventRows,
  ledgerOf,
  signed,
  startBillingWorker,
  tickingClock,
} from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { POLL_OPTIONS } from "../../support/servers/mail.ts";
import { queuedMails } from "../../support/people/mailbox.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestStripe, WEBHOOK_SECRET } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

/** Stripe's events over HTTP, through the web tier's server, which answers the path itself. */
const PATH = "/api/stripe/webhook";
const NEW_SECRET = "whsec_the_next_one";
const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;
let web: TestWeb;

const openWeb = (databaseUrl: string): Promise<TestWeb> =>
  startTestWeb({
    databaseUrl,
    redis: sharedRedis(),
    clock,
    stripeUrl: stripe.simulator.url,
    webhookSecrets: [WEBHOOK_SECRET, NEW_SECRET],
  });

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase({ max: 8 }), startTestStripe({ clock })]);
  web = await openWeb(database.url);
});
afterAll(async () => {
  await web?.close();
  await stripe?.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.db.sql`delete from stripe_events`;
  await database.db.sql`delete from pgboss.job`;
});

const post = async (body: Uint8Array, signature: string | null, to: TestWeb = web) => {
  const response = await fetch(`${to.url}${PATH}`, {
    method: "POST",
    body: Buffer.from(body),
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(signature === null ? {} : { "stripe-signature": signature }),
    },
  });
  return { status: response.status, answer: await response.text() };
};
const jobs = () => database.db.sql`select 1 from pgboss.job`;

describe("a signature", () => {
  const event = eventAbout("cus_of_the_signature");
  const atS = () => Math.floor(clock.now().getTime() / 1_000);
  const right = () => signed(event, clock);
  const hmac = (secret: string, text: string) => createHmac("sha256", secret).update(text).digest("hex");

  test("that is right lets its event in", async () => {
    const { body, signature } = right();
    expect(await post(body, signature)).toMatchObject({
      status: 200,
      answer: expect.stringContaining("stored"),
    });
    expect(await eventRows(database.db)).toMatchObject([{ id: event.id, state: "waiting", deliveries: 1 }]);
    expect(await jobs()).toHaveLength(1);
  });

  test.each([
    [
      "over a body that one byte was changed of",
      () => {
        const { body, signature } = right();
        const changed = Buffer.from(body);
        const at = changed.indexOf("cus_of");
        changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
        return { body: changed, signature };
      },
    ],
    [
      "whose time was changed",
      () => {
        const { body, signature } = right();
        return { body, signature: signature.replace(/t=(\d+)/, (_all, at) => `t=${Number(at) + 1}`) };
      },
    ],
    ["by another secret", () => signed(event, clock, { secrets: ["whsec_of_somebody_else"] })],
    [
      "of the old scheme only",
      () => {
        const { body, signature } = right();
        return { body, signature: signature.replace("v1=", "v0=") };
      },
    ],
    ["that is missing", () => ({ body: right().body, signature: null })],
    [
      "of another event",
      () => ({ body: right().body, signature: signed(eventAbout("cus_another"), clock).signature }),
    ],
    [
      "with a second time in front of an old one",
      () => {
        const { body, signature } = signed(event, clock, { offsetS: -3_600 });
        return { body, signature: `t=${atS()},${signature}` };
      },
    ],
    ["of 12,000 letters", () => ({ body: right().body, signature: `t=${atS()},v1=${"a".repeat(12_000)}` })],
  ] as const)("%s is refused, and nothing is stored", async (_what, make) => {
    const { body, signature } = make();
    const { status, answer } = await post(body, signature);
    expect([status, JSON.parse(answer)]).toEqual([
      400,
      { error: { code: "invalid_input", message: "This event is not signed by Stripe for this site" } },
    ]);
    expect(await eventRows(database.db)).toEqual([]);
    expect(await jobs()).toEqual([]);
  });

  test.each([
    [-301, 400],
    [301, 400],
    [-299, 200],
    [299, 200],
  ])("made %i s from now is answered %i", async (offsetS, status) => {
    const { body, signature } = signed(event, clock, { offsetS });
    expect((await post(body, signature)).status).toBe(status);
    expect(await eventRows(database.db)).toHaveLength(status === 200 ? 1 : 0);
  });

  test("holds by either secret, or by both, while they rotate", async () => {
    for (const secrets of [[WEBHOOK_SECRET], [NEW_SECRET], [WEBHOOK_SECRET, NEW_SECRET]]) {
      const { body, signature } = signed(eventAbout("cus_rotating"), clock, { secrets });
      expect((await post(body, signature)).status).toBe(200);
    }
    expect(await eventRows(database.db)).toHaveLength(3);
  });

  test("over something that is no event is refused", async () => {
    for (const text of ["", "null", "[]", "not json", '{"id":1}']) {
      const signature = `t=${atS()},v1=${hmac(WEBHOOK_SECRET, `${atS()}.${text}`)}`;
      expect(await post(Buffer.from(text), signature)).toMatchObject({
        status: 400,
        answer: expect.stringContaining("signed by Stripe, but it is no event"),
      });
    }
    expect(await eventRows(database.db)).toEqual([]);
  });
});

describe("an event", () => {
  test("of 1 MB is taken, one of a byte more is not", async () => {
    const sized = (bytes: number) => {
      const event = { ...eventAbout("cus_large"), padding: "" };
      const rest = Buffer.byteLength(JSON.stringify(event, null, 2));
      return signed({ ...event, padding: "x".repeat(bytes - rest) }, clock);
    };
    const [whole, over] = [sized(1_048_576), sized(1_048_577)];
    expect(whole.body.length).toBe(1_048_576);
    expect((await post(whole.body, whole.signature)).status).toBe(200);
    // By its length, and by its bytes where the length is not declared.
    expect((await post(over.body, over.signature)).status).toBe(413);
    const chunked = await fetch(`${web.url}${PATH}`, {
      method: "POST",
      headers: { "stripe-signature": over.signature },
      body: new Blob([new Uint8Array(over.body)]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(chunked.status).toBe(413);
    expect(await eventRows(database.db)).toHaveLength(1);
  });

  test("that comes 100 times at once is one row, one sync's effects and one mail", async () => {
    const deps = billingDeps(database.db, clock, stripe.account);
    const user = await addUser(database.db);
    const { stripeId } = await ensureCustomer(deps, user.actor);
    await stripe.stripe.subscriptions.create({
      customer: stripeId,
      items: [{ price: stripe.prices.monthly }],
      trial_period_days: 30,
    });
    const { data } = await stripe.stripe.events.list({ type: "customer.subscription.created" });
    const { body, signature } = signed(data[0] ?? {}, clock);
    const worker = startBillingWorker(database.url, deps);
    try {
      const answers = await Promise.all(Array.from({ length: 100 }, () => post(body, signature)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200));
      expect(answers.filter(({ answer }) => answer.includes('"stored"'))).not.toHaveLength(0);
      expect(answers.filter(({ answer }) => answer.includes('"stored":"stored"'))).toHaveLength(1);
      const left = () => database.db.sql`
        select 1 from pgboss.job where name = 'billing-sync' and state <> 'completed'`;
      await expect.poll(left, POLL_OPTIONS).toEqual([]);
    } finally {
      await worker.stop();
    }
    expect(await eventRows(database.db)).toMatchObject([{ deliveries: 100, state: "synced" }]);
    expect((await ledgerOf(database.db, stripeId)).map(({ effect }) => effect)).toEqual(["trial_started"]);
    expect(await queuedMails(database.db, user.email)).toHaveLength(1);
  });

  test("of a kind that nobody knows is stored and counted, and asks for nothing", async () => {
    const event = eventAbout("cus_unknown_kind", "treasury.of.tomorrow");
    for (let round = 0; round < 3; round++) {
      const { body, signature } = signed(event, clock);
      expect((await post(body, signature)).status).toBe(200);
    }
    expect(await eventRows(database.db)).toMatchObject([
      { type: "treasury.of.tomorrow", deliveries: 3, state: "noted", known: false },
    ]);
    expect(await jobs()).toEqual([]);
  });

  test("is answered 503 while the database is away, and taken when it is back", async () => {
    const away = await openWeb("postgresql://nobody@127.0.0.1:9/nothing");
    const { body, signature } = signed(eventAbout("cus_meanwhile"), clock);
    try {
      expect((await post(body, signature, away)).status).toBe(503);
    } finally {
      await away.close();
    }
    expect((await post(body, signature)).status).toBe(200);
    expect(await eventRows(database.db)).toHaveLength(1);
  });
});

test("a burst of events from one address is taken, on a budget of its own", async () => {
  const { body, signature } = signed(eventAbout("cus_of_a_burst"), clock);
  const statuses = new Set<number>();
  // More than a page or a read may be asked for in a minute.
  for (let round = 0; round < 70; round++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(body, signature)));
    for (const { status } of answers) statuses.add(status);
  }
  expect(statuses).toEqual(new Set([200]));
  expect((await web.query("items.getStatus")).headers.get("ratelimit-remaining")).toBe("299");
});

test("the simulated Stripe delivers to the server, and what it delivers is synced", async () => {
  const deps = billingDeps(database.db, clock, stripe.account);
  const user = await addUser(database.db);
  const { stripeId } = await ensureCustomer(deps, user.actor);
  stripe.simulator.control.setWebhook(`${web.url}${PATH}`, [NEW_SECRET]);
  const worker = startBillingWorker(database.url, deps);
  try {
    await stripe.stripe.subscriptions.create({
      customer: stripeId,
      items: [{ price: stripe.prices.yearly }],
      trial_period_days: 30,
    });
    await stripe.simulator.control.settle();
    expect(new Set(stripe.simulator.control.attempts().map(({ status }) => status))).toEqual(new Set([200]));
    const states = async () => (await eventRows(database.db)).filter(({ state }) => state === "waiting");
    await expect.poll(states, POLL_OPTIONS).toEqual([]);
    const [row] = await database.db
      .sql`select status, price from billing_customers where stripe_id = ${stripeId}`;
    expect(row).toMatchObject({ status: "trialing", price: "pro_yearly" });
  } finally {
    await worker.stop();
  }
});
