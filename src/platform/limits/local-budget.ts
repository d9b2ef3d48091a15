import type { Clock } from "#platform/clock.ts";

export type Budget = { points: number; durationS: number };

/** The state of a budget after a charge; its window ends in `resetS` seconds. */
export type Spent = { allowed: boolean; policy: Budget; remaining: number; resetS: number };

type Window = { used: number; endsAt: number };

/**
 * With more callers than this, the windows that started first are dropped, so that memory is bounded (about 10 MB). Who is
 * over the limit begins anew only after as many other callers have come.
 */
const MAX_KEYS = 50_000;

/** Counts each key in fixed windows, in this process alone. */
export function createLocalBudget(policy: Budget, clock: Clock): (key: string, points?: number) => Spent {
  const windows = new Map<string, Window>();

  const open = (key: string, now: number): Window => {
    const window = { used: 0, endsAt: now + policy.durationS * 1_000 };
    windows.delete(key);
    windows.set(key, window);
    // The map is in order of window start, so ended windows come first.
    for (const [oldest, { endsAt }] of windows) {
      if (endsAt > now && windows.size <= MAX_KEYS) break;
      windows.delete(oldest);
    }
    return window;
  };

  return (key, points = 1) => {
    const now = clock.now().getTime();
    const existing = windows.get(key);
    const window = existing !== undefined && existing.endsAt > now ? existing : open(key, now);
    window.used += points;
    return {
      allowed: window.used <= policy.points,
      policy,
      remaining: Math.max(0, policy.points - window.used),
      resetS: Math.max(1, Math.ceil((window.endsAt - now) / 1_000)),
    };
  };
}
