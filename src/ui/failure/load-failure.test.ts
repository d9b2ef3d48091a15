import { expect, test } from "vitest";
import { describeLoadFailure } from "./load-failure.ts";

const AT = 1_000_000;
const textOf = (error: unknown, isOnline = true) =>
  describeLoadFailure(error, { isOnline, failedAtMs: AT }).text;
const answered = (httpStatus: number, message: string, app: object | null = null) => ({
  message,
  data: { httpStatus, app },
});

test("each cause has its words", () => {
  const lost = { message: "Failed to fetch", cause: new TypeError("Failed to fetch") };
  const late = { message: "late", cause: new DOMException("late", "TimeoutError") };
  expect(textOf(lost, false)).toMatch(/^You are offline\./);
  expect(textOf(lost)).toMatch(/^The server cannot be reached\./);
  expect(textOf(late)).toMatch(/^The server did not answer in time\./);
  expect(textOf({ message: "Unexpected token <", meta: { response: { status: 502 } } })).toMatch(
    /^The server cannot be reached\./,
  );
  expect(textOf(answered(403, "Only admins may do that"))).toBe("Only admins may do that.");
  expect(textOf(answered(500, "Internal error (7f)"))).toBe(
    "Internal error (7f). It is tried again by itself.",
  );
  expect(textOf(undefined)).toMatch(/^The server cannot be reached\./);
});

test("a session that has ended says so, and a rate limit says until when", () => {
  const options = { isOnline: true, failedAtMs: AT };
  expect(describeLoadFailure(answered(401, "no"), options)).toMatchObject({ isSignedOut: true });
  const limited = { app: { code: "rate_limited", retryAfterS: 9 } };
  expect(describeLoadFailure(answered(429, "no", limited.app), options)).toEqual({
    text: "The server was asked too often from here.",
    retryAtMs: AT + 9_000,
    isSignedOut: false,
  });
  expect(
    describeLoadFailure({ message: "<html>", meta: { response: { status: 429 } } }, options),
  ).toMatchObject({
    retryAtMs: AT + 60_000,
  });
  const busy = answered(503, "Many ask for this", { code: "unavailable", retryAfterS: 2 });
  expect(describeLoadFailure(busy, options)).toMatchObject({ retryAtMs: AT + 2_000 });
});
