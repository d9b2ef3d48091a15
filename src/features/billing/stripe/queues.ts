const HOUR_S = 3_600;

/** Keyed by customer: a second request shares a waiting sync, and follows a running one. */
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

/** Keyed by user: updates name and e-mail address at Stripe. */
export const CONTACT_QUEUE = { ...SYNC_QUEUE, name: "billing-contact" } as const;

/** Deletes the Stripe customer of a deleted account, which ends its subscriptions. */
export const DELETE_CUSTOMER_QUEUE = { ...SYNC_QUEUE, name: "billing-forget", policy: "each" } as const;
