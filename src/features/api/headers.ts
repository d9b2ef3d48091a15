type Header = [name: string, value: string];

/** Anybody's page may read the answers: no cookie is looked at, and a key has to be sent on purpose. */
export const CORS: readonly Header[] = [
  ["Access-Control-Allow-Origin", "*"],
  [
    "Access-Control-Expose-Headers",
    "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, X-Request-Id",
  ],
];

/** What a browser is told before a request with headers of its own. */
export const preflight: readonly Header[] = [
  ...CORS,
  ["Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"],
  // The star covers every header but this one.
  ["Access-Control-Allow-Headers", "*, Authorization"],
  ["Access-Control-Max-Age", "86400"],
];

type Spent = {
  allowed: boolean;
  policy: { points: number; durationS: number };
  remaining: number;
  resetS: number;
};

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
