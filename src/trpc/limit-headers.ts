import type { Spent } from "#platform/limits/limiter.ts";

type Header = [name: string, value: string];

/** The `RateLimit-*` headers for a budget, and `Retry-After` if the call was refused. */
export const limitHeaders = ({ allowed, policy, remaining, resetS }: Spent): readonly Header[] => [
  ["RateLimit-Limit", String(policy.points)],
  ["RateLimit-Remaining", String(remaining)],
  ["RateLimit-Reset", String(resetS)],
  ["RateLimit-Policy", `${policy.points};w=${policy.durationS}`],
  ...(allowed ? [] : [["Retry-After", String(resetS)] satisfies Header]),
];

export const limitMessage = (resetS: number, from = "from this address"): string =>
  `Too many requests ${from}; try again in ${resetS} ${resetS === 1 ? "second" : "seconds"}`;
