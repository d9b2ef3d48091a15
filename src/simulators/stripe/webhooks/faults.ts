import { isWanted } from "#simulators/stripe/resources/events.ts";
import type { StripeEvent } from "#simulators/stripe/wire.ts";

/**
 * A fault of webhook delivery, until it is cleared or for the next `times` events of `types` (default: all).
 * - `duplicate`: sends `copies` (1) more. `drop`: never sends. `delay`: sends after `delayS` of simulated time.
 * - `reorder`: holds back `window` (2) events and sends them in reverse. `bad-signature`: signs the first attempt
 * with
 *   another secret; retries are signed correctly.
 */
export type WebhookFault = { times?: number; types?: string[] } & (
  | { kind: "duplicate"; copies?: number }
  | { kind: "drop" }
  | { kind: "delay"; delayS: number }
  | { kind: "reorder"; window?: number }
  | { kind: "bad-signature" }
);

export const WEBHOOK_FAULTS: readonly WebhookFault["kind"][] = [
  "duplicate",
  "drop",
  "delay",
  "reorder",
  "bad-signature",
];

type Active = { fault: WebhookFault; left: number };

/** The active faults; an event gets every one that matches its type. */
export function createWebhookFaults() {
  let active: Active[] = [];
  return {
    add: (fault: WebhookFault): void =>
      void active.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }),
    clear: (): void => {
      active = [];
    },
    take(event: StripeEvent): WebhookFault[] {
      const met = active.filter(({ fault }) => isWanted(event.type, fault.types ?? ["*"]));
      for (const one of met) one.left -= 1;
      active = active.filter(({ left }) => left > 0);
      return met.map(({ fault }) => fault);
    },
  };
}
