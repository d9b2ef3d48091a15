import type { Clock } from "#platform/clock.ts";

export type Budget = { points: number; durationS: number };

/** What is left of a budget after a charge; `resetS` until its window ends. */
export type Spent = { allowed: boolean; policy: Budget; remaining: number; resetS: number };

type Window = { used: number; endsAt: number };

/** More callers than this within one window: those whose window began first are forgotten. */
const MAX_KEYS = 50_000;

/** A fixed window for each key, in this process alone. */
export function createLocalBudget(policy: Budget, clock: Clock): (key: string, points?: number) => Spent {
  const windows = new Map<string, Window>();

  const open = (key: string, now: number): Window => {
    const window = { used: 0, endsAt: now + policy.durationS * 1_000 };
    windows.delete(key);
    windows.set(key, window);
    // In the order of their beginning: what has ended is at the front.
    for (const [oldest, { endsAt }] of windows) {
      if (endsAt > now && windows.size <= MAX_KEYS) break;
      windows.delete(oldest);
    }
    return window;
  };

  return (key, points = 1) => {
    const now = clock.now().getTime();
    const held = windows.get(key);
    const window = held !== undefined && held.endsAt > now ? held : open(key, now);
    window.used += points;
    return {
      allowed: window.used <= policy.points,
      policy,
      remaining: Math.max(0, policy.points - window.used),
      resetS: Math.max(1, Math.ceil((window.endsAt - now) / 1_000)),
    };
  };
}
