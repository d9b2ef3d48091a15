import type { Spent } from "#platform/limits/limiter.ts";

type Header = [name: string, value: string];

/** What is left of the caller's budget; a refusal also says when to come back. */
export const limitHeaders = ({ allowed, policy, remaining, resetS }: Spent): readonly Header[] => [
  ["RateLimit-Limit", String(policy.points)],
  ["RateLimit-Remaining", String(remaining)],
  ["RateLimit-Reset", String(resetS)],
  ["RateLimit-Policy", `${policy.points};w=${policy.durationS}`],
  ...(allowed ? [] : [["Retry-After", String(resetS)] satisfies Header]),
];

export const limitMessage = (resetS: number, from = "from this address"): string =>
  `Too many requests ${from}; try again in ${resetS} ${resetS === 1 ? "second" : "seconds"}`;
