const HOUR_S = 3_600;

/** By customer: while one sync waits a second asking shares it, while one runs another follows. */
export const SYNC_QUEUE = {
  name: "billing-sync",
  policy: "key",
  retries: 100,
  retryAfterS: 2,
  retryAfterMaxS: HOUR_S,
  runLimitS: 60,
  keepWaitingS: 7 * 24 * HOUR_S,
  keepEndedS: HOUR_S,
} as const;

/** By user: gives Stripe the name and the address that they have now. */
export const CONTACT_QUEUE = { ...SYNC_QUEUE, name: "billing-contact" } as const;

/** Ends and deletes at Stripe the customer of an account that was deleted here. */
export const FORGET_QUEUE = { ...SYNC_QUEUE, name: "billing-forget", policy: "each" } as const;
