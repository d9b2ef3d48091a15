import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { causeOf, createTroubleLines } from "./trouble-lines.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("prints a trouble once, then once a minute with a count, and when it is over", () => {
  const printed: string[] = [];
  const lines = createTroubleLines((text) => printed.push(text));
  for (let second = 0; second < 90; second += 3) {
    lines.add("PostgreSQL does not answer");
    vi.advanceTimersByTime(3_000);
  }
  lines.add("once");
  vi.advanceTimersByTime(200_000);
  expect(printed).toEqual([
    "PostgreSQL does not answer",
    "PostgreSQL does not answer (19 more in a minute)",
    "once",
    "PostgreSQL does not answer (10 more in a minute)",
    "over: PostgreSQL does not answer",
  ]);
  lines.add("PostgreSQL does not answer");
  expect(printed.at(-1)).toBe("PostgreSQL does not answer");
  lines.close();
  expect(vi.getTimerCount()).toBe(0);
});

test("names the one cause of many lines", () => {
  const line = (fields: object) => JSON.stringify({ level: "error", ...fields });
  const full = "the disk is full or cannot be written";
  expect(causeOf(line({ error: { cause: { code: "53100" } } }))).toBe(full);
  // Although the cache fails: Redis answers, and says why.
  const misconf = "Command failed: MISCONF Redis is configured to save RDB snapshots, but it's unable to";
  expect(causeOf(line({ msg: "cache store or load failed", error: { message: misconf } }))).toBe(full);
  expect(causeOf(line({ error: { code: "CONNECTION_CLOSED" } }))).toBe("PostgreSQL does not answer");
  expect(causeOf(line({ msg: "cache store or load failed; answered without it" }))).toBe(
    "Redis does not answer",
  );
  expect(causeOf(line({ msg: "tick failed" }))).toBeUndefined();
  // Another server that refuses is not PostgreSQL.
  expect(
    causeOf(line({ error: { code: "ECONNREFUSED", stack: "at node_modules/nodemailer/lib" } })),
  ).toBeUndefined();
  expect(causeOf(line({ error: { code: "ECONNREFUSED", stack: "at node_modules/postgres/src" } }))).toBe(
    "PostgreSQL does not answer",
  );
});
