import type { Clock } from "#platform/clock.ts";

type Options = { clock: Clock; failures: number; pauseMs: number };

/** `enter` returns whether a call may start now; each started call must end with `succeed`, `fail` or `leave`. */
export type Breaker = {
  enter: () => boolean;
  succeed: () => void;
  fail: () => void;
  /** The call ended without saying anything of the server, because its caller gave it up. */
  leave: () => void;
  /** Milliseconds until a call may start, 0 if it may start now. */
  waitMs: () => number;
};

/**
 * A circuit breaker. Opens after `failures` consecutive failures. After `pauseMs` one probe may start (half-open):
 * its success closes the breaker, its failure opens it for another pause.
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
    leave() {
      probing = false;
    },
    waitMs: () => (isOpen() ? Math.max(0, openUntilMs - nowMs()) : 0),
  };
}
