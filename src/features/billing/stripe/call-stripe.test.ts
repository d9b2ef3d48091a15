import pino from "pino";
import { Stripe } from "stripe";
import { expect, test } from "vitest";
import { AppError } from "#platform/app-error.ts";
import { callStripe } from "./call-stripe.ts";

const { errors } = Stripe;
const log = pino({ level: "silent" });
type Stage = Parameters<typeof callStripe>[1];
const said = async (stage: Stage, cause: unknown) => {
  const error: unknown = await callStripe({ log }, stage, () => Promise.reject(cause)).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw error;
  return [error.code, error.message] as const;
};

const gone = { message: "An error occurred with our connection to Stripe.", type: "api_error" } as const;
const lost = [
  new errors.StripeConnectionError(gone),
  new errors.StripeAPIError({ ...gone, statusCode: 500 }),
  new errors.StripeRateLimitError({ ...gone, statusCode: 429 }),
];
const card = new errors.StripeCardError({ type: "card_error", message: "declined" });
const missing = new errors.StripeInvalidRequestError({
  type: "invalid_request_error",
  message: "No such subscription",
  code: "resource_missing",
});
const refused = new errors.StripeInvalidRequestError({ type: "invalid_request_error", message: "no" });

test.each(lost)("without an answer to a change nobody says that nothing happened: $type", async (error) => {
  expect(await said("before", error)).toEqual([
    "unavailable",
    expect.stringContaining("Nothing was changed and nothing was charged"),
  ]);
  const [code, act] = await said("act", error);
  expect([code, act]).toEqual(["unavailable", expect.stringMatching(/not known.*asking again is safe/)]);
  const after = await said("after", error);
  expect(after).toEqual(["unavailable", expect.stringContaining("has done this")]);
  for (const stage of ["read", "act", "after"] as const) {
    expect((await said(stage, error))[1]).not.toMatch(/nothing was/i);
  }
});

test("a refusal says that nothing was done, and what to do", async () => {
  for (const stage of ["before", "act"] as const) {
    for (const error of [card, missing, refused]) {
      const [code, text] = await said(stage, error);
      expect(code).toBe("conflict");
      expect(text).toContain("Nothing was changed and nothing was charged.");
    }
    expect((await said(stage, card))[1]).toMatch(/another card/);
    expect((await said(stage, missing))[1]).toMatch(/See Plans/);
    expect((await said(stage, refused))[1]).toMatch(/Reload the page/);
  }
  expect((await said("read", missing))[1]).not.toMatch(/nothing was/i);
  expect((await said("after", card))[1]).toContain("has done this");
});

test("what is not Stripe's goes through as it is", async () => {
  const own = new AppError("conflict", "That is your plan already");
  await expect(callStripe({ log }, "act", () => Promise.reject(own))).rejects.toBe(own);
  expect(await callStripe({ log }, "act", () => Promise.resolve(3))).toBe(3);
});
