type Header = [name: string, value: string];

/** Pages of any origin may read the answers, because the API ignores cookies and a key is sent only on purpose. */
export const CORS: readonly Header[] = [
  ["Access-Control-Allow-Origin", "*"],
  [
    "Access-Control-Expose-Headers",
    "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, X-Request-Id",
  ],
];

/** Beside those of every answer, the answer to a preflight request. */
export const preflight: readonly Header[] = [
  ["Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"],
  // The wildcard does not include this header.
  ["Access-Control-Allow-Headers", "*, Authorization"],
  ["Access-Control-Max-Age", "86400"],
];
