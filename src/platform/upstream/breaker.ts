import type { Clock } from "#platform/clock.ts";

type Options = { clock: Clock; failures: number; pauseMs: number };

/** `enter` says whether a call may go out now; every call that went out ends in `succeed` or `fail`. */
export type Breaker = {
  enter: () => boolean;
  succeed: () => void;
  fail: () => void;
  /** Milliseconds until a call may go out again, 0 when it may now. */
  waitMs: () => number;
};

/**
 * Opens after `failures` calls failed in a row. After `pauseMs` one probe may pass (half-open): its success
 * closes the breaker, its failure opens it for another pause.
 */
export function createBreaker({ clock, failures, pauseMs }: Options): Breaker {
  let failed = 0;
  let openUntilMs = 0;
  let probing = false;

  const nowMs = () => clock.now().getTime();
  const isOpen = () => failed >= failures;

  return {
    enter() {
      if (!isOpen()) return true;
      if (probing || nowMs() < openUntilMs) return false;
      probing = true;
      return true;
    },
    succeed() {
      failed = 0;
      probing = false;
    },
    fail() {
      failed += 1;
      probing = false;
      if (isOpen()) openUntilMs = nowMs() + pauseMs;
    },
    waitMs: () => (isOpen() ? Math.max(0, openUntilMs - nowMs()) : 0),
  };
}
