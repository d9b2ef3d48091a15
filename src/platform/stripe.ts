import { Stripe } from "stripe";

export type StripeClient = Stripe;

const TIMEOUT_MS = 10_000;
const RETRIES = 2;

/**
 * Stripe's client, whose retries carry idempotency keys of their own. `apiUrl` is Stripe's unless given; the simulator
 * stands there on one machine.
 */
export function openStripe(opts: { secretKey: string; apiUrl?: string | undefined }): StripeClient {
  const where = opts.apiUrl === undefined ? null : new URL(opts.apiUrl);
  const isPlain = where?.protocol === "http:";
  return new Stripe(opts.secretKey, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    appInfo: { name: "GE-Metrics" },
    ...(where === null
      ? {}
      : {
          host: where.hostname,
          port: where.port === "" ? (isPlain ? 80 : 443) : Number(where.port),
          protocol: isPlain ? "http" : "https",
        }),
  });
}

/** No real money moves under such a key. */
export const isTestKey = (secretKey: string): boolean => /^(sk|rk)_test_/.test(secretKey);

/** This site's account at Stripe. */
export type StripeAccount = {
  stripe: StripeClient;
  /** Stripe signs with the first; while secrets rotate, with another one as well. */
  webhookSecrets: readonly string[];
  testMode: boolean;
};
