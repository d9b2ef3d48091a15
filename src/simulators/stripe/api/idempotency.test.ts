import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openStripeFixture } from "#simulators/stripe/fixture.ts";
import type { StripeFixture } from "#simulators/stripe/fixture.ts";

let fixture: StripeFixture;
beforeAll(async () => {
  fixture = await openStripeFixture();
});
afterAll(() => fixture.close());

const countOf = async (email: string) => (await fixture.stripe.customers.list({ email })).data.length;

describe("an idempotency key", () => {
  test("replays the answer to an equal request, in any order of parameters", async () => {
    const first = await fixture.stripe.customers.create(
      { email: "a@example.com", name: "A" },
      { idempotencyKey: "a" },
    );
    const again = await fixture.stripe.customers.create(
      { name: "A", email: "a@example.com" },
      { idempotencyKey: "a" },
    );
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
    expect(await countOf("a@example.com")).toBe(1);
  });

  test("refuses other parameters and other endpoints", async () => {
    await fixture.stripe.customers.create({ email: "b@example.com" }, { idempotencyKey: "b" });
    const other = fixture.stripe.customers.create({ email: "c@example.com" }, { idempotencyKey: "b" });
    await expect(other).rejects.toMatchObject({ type: "StripeIdempotencyError", statusCode: 400 });
    const elsewhere = fixture.stripe.products.create({ name: "x" }, { idempotencyKey: "b" });
    await expect(elsewhere).rejects.toMatchObject({
      type: "StripeIdempotencyError",
      message: /same endpoint/,
    });
    expect(await countOf("c@example.com")).toBe(0);
  });

  test("gives 409 while the first request runs, which takes effect once", async () => {
    fixture.simulator.control.addFault({
      endpoint: "POST /v1/customers",
      kind: "slow",
      delayMs: 60_000,
      times: 1,
    });
    const call = () => fixture.stripe.customers.create({ email: "d@example.com" }, { idempotencyKey: "d" });
    const calls = [call(), call(), call()];
    await new Promise<void>((resolve) => {
      let refusals = 0;
      for (const one of calls)
        one.catch(() => {
          refusals += 1;
          if (refusals === 2) resolve();
        });
    });
    fixture.simulator.control.clearFaults();
    const results = await Promise.allSettled(calls);
    const refused = results.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(2);
    for (const one of refused)
      expect(one).toMatchObject({ reason: { statusCode: 409, code: "idempotency_key_in_use" } });
    expect(await countOf("d@example.com")).toBe(1);
    expect((await call()).email).toBe("d@example.com");
  });

  test("replays a declined card, but not an invalid parameter", async () => {
    const customer = await fixture.stripe.customers.create({ email: "e@example.com" });
    const attach = () =>
      fixture.stripe.paymentMethods.attach(
        "pm_card_chargeDeclined",
        { customer: customer.id },
        { idempotencyKey: "e" },
      );
    await expect(attach()).rejects.toMatchObject({ code: "card_declined" });
    await expect(attach()).rejects.toMatchObject({ headers: { "idempotent-replayed": "true" } });
    const wrong = fixture.stripe.products.create({ name: "" }, { idempotencyKey: "f" });
    await expect(wrong).rejects.toMatchObject({ param: "name" });
    expect((await fixture.stripe.products.create({ name: "right" }, { idempotencyKey: "f" })).name).toBe(
      "right",
    );
  });

  test("expires after 24 hours", async () => {
    const first = await fixture.stripe.customers.create({ email: "g@example.com" }, { idempotencyKey: "g" });
    await fixture.simulator.control.advance(86_400 - 60);
    const kept = await fixture.stripe.customers.create({ email: "g@example.com" }, { idempotencyKey: "g" });
    await fixture.simulator.control.advance(120);
    const fresh = await fixture.stripe.customers.create({ email: "g@example.com" }, { idempotencyKey: "g" });
    expect([kept.id === first.id, fresh.id === first.id]).toEqual([true, false]);
  });
});
