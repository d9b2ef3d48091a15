import { Stripe } from "stripe";

export type StripeClient = Stripe;

const TIMEOUT_MS = 10_000;
const RETRIES = 2;

/**
 * Opens Stripe's client. Its retries carry idempotency keys. `apiUrl` defaults to Stripe's own API; on one machine
 * it is the URL of the simulator.
 */
export function openStripe(opts: { secretKey: string; apiUrl?: string | undefined }): StripeClient {
  const api = opts.apiUrl === undefined ? null : new URL(opts.apiUrl);
  const isPlain = api?.protocol === "http:";
  return new Stripe(opts.secretKey, {
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    appInfo: { name: "GE-Metrics" },
    ...(api === null
      ? {}
      : {
          host: api.hostname,
          port: api.port === "" ? (isPlain ? 80 : 443) : Number(api.port),
          protocol: isPlain ? "http" : "https",
        }),
  });
}

/** Whether the key belongs to test mode, in which no real money moves. */
export const isTestKey = (secretKey: string): boolean => /^(sk|rk)_test_/.test(secretKey);

/** This site's account at Stripe. */
export type StripeAccount = {
  stripe: StripeClient;
  /** Stripe signs with the first; while secrets rotate, with another one as well. */
  webhookSecrets: readonly string[];
  testMode: boolean;
};
