import { beforeEach, describe, expect, it } from "vitest";
import { createBreaker } from "./breaker.ts";
import type { Breaker } from "./breaker.ts";

let nowMs: number;
let breaker: Breaker;

const failTimes = (times: number) => {
  for (let call = 0; call < times; call++) {
    breaker.enter();
    breaker.fail();
  }
};

beforeEach(() => {
  nowMs = 1_000_000;
  breaker = createBreaker({ clock: { now: () => new Date(nowMs) }, failures: 3, pauseMs: 30_000 });
});

describe("breaker", () => {
  it("opens after consecutive failures, and a success resets the count", () => {
    failTimes(2);
    breaker.enter();
    breaker.succeed();
    failTimes(2);
    expect(breaker.enter()).toBe(true);
    breaker.fail();
    expect(breaker.enter()).toBe(false);
    expect(breaker.waitMs()).toBe(30_000);
  });

  it("lets one probe pass after the pause, and closes when it succeeds", () => {
    failTimes(3);
    nowMs += 29_999;
    expect(breaker.enter()).toBe(false);
    nowMs += 1;
    expect(breaker.enter()).toBe(true);
    expect(breaker.enter()).toBe(false);
    breaker.succeed();
    expect(breaker.enter()).toBe(true);
    expect(breaker.enter()).toBe(true);
  });

  it("opens for another pause when the probe fails", () => {
    failTimes(3);
    nowMs += 30_000;
    expect(breaker.enter()).toBe(true);
    breaker.fail();
    expect(breaker.enter()).toBe(false);
    nowMs += 30_000;
    expect(breaker.enter()).toBe(true);
  });
});

it("a call that was given up neither closes it nor counts as a failure", () => {
  let atMs = 0;
  const own = createBreaker({ clock: { now: () => new Date(atMs) }, failures: 2, pauseMs: 1_000 });
  own.enter();
  own.fail();
  own.enter();
  own.leave();
  own.enter();
  own.fail();
  expect(own.enter()).toBe(false);
  atMs = 1_000;
  // The probe that is given up leaves it open, and another may follow.
  expect(own.enter()).toBe(true);
  own.leave();
  expect([own.enter(), own.enter()]).toEqual([true, false]);
});
