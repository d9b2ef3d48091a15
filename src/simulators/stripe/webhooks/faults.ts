import { isWanted } from "#simulators/stripe/resources/events.ts";
import type { StripeEvent } from "#simulators/stripe/wire.ts";

/**
 * What happens to webhook events on their way, until it is cleared or for the next `times` events of `types` (all
 * without).
 * - `duplicate`: sent `copies` (1) more times. `drop`: never sent. `delay`: sent `delayS` of simulated time later.
 * - `reorder`: `window` (2) events are held back, then sent in reverse. `bad-signature`: the first try is signed with
 *   another secret, retries are right.
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

/** The faults that stand; an event meets each one that names its type. */
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
