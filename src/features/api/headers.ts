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
