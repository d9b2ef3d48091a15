import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { openStripeFixture } from "./fixture.ts";
import type { StripeFixture } from "./fixture.ts";
import type { ApiFault } from "./faults.ts";

const CREATE = "POST /v1/customers";

let fixture: StripeFixture;
beforeAll(async () => {
  fixture = await openStripeFixture();
});
afterEach(() => fixture.simulator.control.clearFaults());
afterAll(() => fixture.close());

let email = 0;
const nextEmail = () => {
  email += 1;
  return `fault-${email}@example.com`;
};
/** Makes one call with a fault and checks whether its work was done. */
async function meet(fault: ApiFault, options: { retries?: number; timeout?: number } = {}) {
  fixture.simulator.control.addFault(fault);
  const address = nextEmail();
  const error: unknown = await fixture.stripe.customers
    .create(
      { email: address },
      { maxNetworkRetries: options.retries ?? 0, timeout: options.timeout ?? 5_000 },
    )
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  const { data } = await fixture.stripe.customers.list({ email: address });
  return { error, made: data.length };
}

describe("faults of the API", () => {
  test("500 before the work: nothing is created, and the SDK's retry succeeds", async () => {
    const fault: ApiFault = { endpoint: CREATE, kind: "status", status: 500, times: 1 };
    expect(await meet(fault)).toMatchObject({ error: { type: "StripeAPIError", statusCode: 500 }, made: 0 });
    expect(await meet(fault, { retries: 1 })).toEqual({ error: null, made: 1 });
  });

  test("500 after the work: created once, and the SDK is told not to retry", async () => {
    const fault: ApiFault = { endpoint: CREATE, kind: "status", status: 500, when: "after", times: 1 };
    expect(await meet(fault, { retries: 2 })).toMatchObject({ error: { statusCode: 500 }, made: 1 });
  });

  test("429 is Stripe's rate limit", async () => {
    const fault: ApiFault = { endpoint: "*", kind: "status", status: 429, times: 1 };
    expect(await meet(fault)).toMatchObject({
      error: { type: "StripeRateLimitError", code: "rate_limit", statusCode: 429 },
      made: 0,
    });
  });

  test("a reset before the work creates nothing; after it, the retry returns the created object", async () => {
    const before: ApiFault = { endpoint: CREATE, kind: "reset", times: 2 };
    expect(await meet(before)).toMatchObject({ error: { type: "StripeConnectionError" }, made: 0 });
    const after: ApiFault = { endpoint: CREATE, kind: "reset", when: "after", times: 1 };
    expect(await meet(after, { retries: 1 })).toEqual({ error: null, made: 1 });
  });

  test("a hang causes the client's timeout; with `after` the work is done", async () => {
    const hang: ApiFault = { endpoint: CREATE, kind: "hang", times: 1 };
    expect(await meet(hang, { timeout: 100 })).toMatchObject({ error: { message: /timeout/ }, made: 0 });
    expect(await meet({ ...hang, when: "after" }, { timeout: 600 })).toMatchObject({ made: 1 });
  });

  test("a slow answer arrives", async () => {
    expect(await meet({ endpoint: CREATE, kind: "slow", delayMs: 30, times: 1 })).toEqual({
      error: null,
      made: 1,
    });
  });

  test("affect only their endpoint, and only the given number of times", async () => {
    fixture.simulator.control.addFault({
      endpoint: "GET /v1/customers/:id",
      kind: "status",
      status: 503,
      times: 2,
    });
    const { id } = await fixture.stripe.customers.create({});
    const read = () =>
      fixture.stripe.customers.retrieve(id).then(
        () => 200,
        ({ statusCode }) => statusCode,
      );
    expect([await read(), await read(), await read()]).toEqual([503, 503, 200]);
  });
});

describe("the control endpoint", () => {
  const ask = (path: string, body?: object, method = body === undefined ? "GET" : "POST") =>
    fetch(`${fixture.simulator.url}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test("takes no posts of pages", async () => {
    const headers = { origin: "https://other.example" };
    const foreign = await fetch(`${fixture.simulator.url}/_control/reset`, { method: "POST", headers });
    expect(foreign.status).toBe(404);
  });

  test("sets and clears faults, counts calls and moves the clock", async () => {
    const fault = { endpoint: "*", kind: "status", status: 502 };
    expect((await ask("faults", fault)).status).toBe(200);
    await expect(fixture.stripe.customers.list()).rejects.toMatchObject({ statusCode: 502 });
    expect((await ask("faults", undefined, "DELETE")).status).toBe(200);
    const before = await (await ask("calls")).json();
    await fixture.stripe.customers.list();
    const after = await (await ask("calls")).json();
    expect(after["GET /v1/customers"]).toBe(before["GET /v1/customers"] + 1);
    const { nowMs } = await (await ask("clock")).json();
    const moved = await (await ask("clock", { advanceS: 3_600 })).json();
    expect(moved.nowMs - nowMs).toBeGreaterThanOrEqual(3_600_000);
    const { created } = await fixture.stripe.customers.create({});
    expect(created).toBeGreaterThanOrEqual(Math.floor(moved.nowMs / 1000));
  });

  test.each([
    ["faults", { endpoint: "*", kind: "status", status: 418 }],
    ["faults", { kind: "hang" }],
    ["faults", { endpoint: "*", kind: "hang", times: 0 }],
    ["webhook-faults", { kind: "eat" }],
    ["webhook-faults", { kind: "delay" }],
    ["settings", { retryDays: "3" }],
    ["settings", { colour: "red" }],
    ["clock", { advanceS: -1 }],
    ["resend", { event: "evt_none" }],
    ["nothing", {}],
  ])("refuses %s %j", async (path, body) => {
    expect((await ask(path, body)).status).toBe(400);
  });

  test("resets everything, ids included", async () => {
    await ask("reset", {});
    const { id } = await fixture.stripe.customers.create({});
    expect((await fixture.stripe.customers.list()).data).toHaveLength(1);
    await ask("reset", {});
    expect((await fixture.stripe.customers.list()).data).toEqual([]);
    expect((await fixture.stripe.customers.create({})).id).toBe(id);
    expect(fixture.simulator.control.calls()).toEqual({ "GET /v1/customers": 1, "POST /v1/customers": 1 });
  });
});
