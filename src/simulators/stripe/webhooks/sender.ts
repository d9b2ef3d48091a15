import { isWanted } from "#simulators/stripe/resources/events.ts";
import type { Delivery, State } from "#simulators/stripe/state.ts";
import { DAY_S, HOUR_S } from "#simulators/stripe/time.ts";
import type { StripeEvent } from "#simulators/stripe/wire.ts";
import { createWebhookFaults } from "./faults.ts";
import { signatureHeader } from "./signing.ts";

const FIRST_RETRY_S = 10;
const GIVE_UP_S = 3 * DAY_S;
const KEPT_ATTEMPTS = 5_000;
const WRONG_SECRET = "whsec_of_somebody_else";

/** Seconds from the nth failure to the next attempt: 10, then four times as long each time, at most 12 hours. */
export const backoffS = (failures: number): number =>
  Math.min(FIRST_RETRY_S * 4 ** (failures - 1), 12 * HOUR_S);

/** One delivery attempt; `status` is the response's, 0 if there was none. */
export type Attempt = {
  event: string;
  type: string;
  url: string;
  number: number;
  status: number;
  atS: number;
};

export type WebhookSenderOptions = {
  state: State;
  /** The simulator's clock, ms; it decides when retries are due. */
  nowMs: () => number;
  /** The real clock, ms; it is used in signatures, because receivers compare it with theirs. */
  realMs: () => number;
  timeoutMs: number;
};
export type WebhookSender = ReturnType<typeof createWebhookSender>;

/**
 * Delivers events to the endpoints, one at a time and in order. A failed delivery is retried later and does not
 * delay the others. Only a 2xx within the timeout counts as delivered.
 */
export function createWebhookSender({ state, nowMs, realMs, timeoutMs }: WebhookSenderOptions) {
  const faults = createWebhookFaults();
  let attempts: Attempt[] = [];
  let heldBack: Delivery[] = [];
  let running: Promise<void> | null = null;
  const closing = new AbortController();
  const nowS = () => Math.floor(nowMs() / 1000);

  function release(): void {
    state.deliveries.push(...heldBack.toReversed());
    heldBack = [];
  }

  function enqueue(event: StripeEvent): void {
    const endpoints = [...state.webhookEndpoints.values()].filter(
      (one) => one.status === "enabled" && isWanted(event.type, one.enabled_events),
    );
    event.pending_webhooks = endpoints.length;
    const faultsMet = endpoints.length === 0 ? [] : faults.take(event);
    if (faultsMet.some(({ kind }) => kind === "drop")) return;
    for (const endpoint of endpoints) {
      let copies = 1;
      let window = 0;
      const delivery: Delivery = {
        event: event.id,
        endpoint: endpoint.id,
        attempts: 0,
        dueS: nowS(),
        firstS: null,
        badSignature: false,
      };
      for (const fault of faultsMet) {
        if (fault.kind === "duplicate") copies += fault.copies ?? 1;
        if (fault.kind === "delay") delivery.dueS += fault.delayS;
        if (fault.kind === "reorder") window = fault.window ?? 2;
        if (fault.kind === "bad-signature") delivery.badSignature = true;
      }
      const queue = window > 0 ? heldBack : state.deliveries;
      for (let copy = 0; copy < copies; copy += 1) queue.push({ ...delivery });
      if (window > 0 && heldBack.length >= window) release();
    }
    wake();
  }

  function takeDue(): Delivery | null {
    const now = nowS();
    let best = -1;
    state.deliveries.forEach(({ dueS }, index) => {
      if (dueS > now) return;
      if (best === -1 || dueS < (state.deliveries[best]?.dueS ?? 0)) best = index;
    });
    return best === -1 ? null : (state.deliveries.splice(best, 1)[0] ?? null);
  }

  const hasDue = () => state.deliveries.some(({ dueS }) => dueS <= nowS());

  async function post(url: string, body: string, signature: string): Promise<number> {
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        redirect: "manual",
        headers: {
          "content-type": "application/json; charset=utf-8",
          "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
          "stripe-signature": signature,
        },
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  async function send(delivery: Delivery): Promise<void> {
    const event = state.events.get(delivery.event);
    const endpoint = state.webhookEndpoints.get(delivery.endpoint);
    if (event === undefined || endpoint === undefined) return;
    const secrets = state.endpointSecrets.get(endpoint.id) ?? [];
    const wrong = delivery.badSignature && delivery.attempts === 0;
    const body = JSON.stringify(event, null, 2);
    const at = Math.floor(realMs() / 1000);
    const status = await post(
      endpoint.url,
      body,
      signatureHeader(body, wrong ? [WRONG_SECRET] : secrets, at),
    );
    if (closing.signal.aborted) {
      state.deliveries.unshift(delivery);
      return;
    }
    const number = delivery.attempts + 1;
    attempts = [
      ...attempts.slice(1 - KEPT_ATTEMPTS),
      { event: event.id, type: event.type, url: endpoint.url, number, status, atS: nowS() },
    ];
    if (status >= 200 && status < 300) {
      event.pending_webhooks = Math.max(0, event.pending_webhooks - 1);
      return;
    }
    const firstS = delivery.firstS ?? nowS();
    const dueS = nowS() + backoffS(number);
    if (dueS - firstS <= GIVE_UP_S) state.deliveries.push({ ...delivery, attempts: number, firstS, dueS });
  }

  async function run(): Promise<void> {
    for (let next = takeDue(); next !== null && !closing.signal.aborted; next = takeDue()) await send(next);
  }

  function wake(): void {
    if (running !== null || closing.signal.aborted || !hasDue()) return;
    running = run().finally(() => {
      running = null;
      wake();
    });
  }

  return {
    faults,
    enqueue,
    wake,
    /** Sends the events that a `reorder` fault still holds back. */
    release,
    /** Waits until every due delivery was tried. */
    async settle(): Promise<void> {
      release();
      for (wake(); running !== null; wake()) await running;
    },
    /** When the next delivery is due, Unix seconds of simulated time, or null. */
    nextDueS: (): number | null =>
      state.deliveries.length === 0 ? null : Math.min(...state.deliveries.map(({ dueS }) => dueS)),
    attempts: (): Attempt[] => attempts,
    /** Sends a past event again, like the button in Stripe's dashboard. */
    resend(event: StripeEvent): void {
      for (const endpoint of state.webhookEndpoints.values())
        state.deliveries.push({
          event: event.id,
          endpoint: endpoint.id,
          attempts: 0,
          dueS: nowS(),
          firstS: null,
          badSignature: false,
        });
      wake();
    },
    reset(): void {
      attempts = [];
      heldBack = [];
      faults.clear();
    },
    async close(): Promise<void> {
      release();
      closing.abort();
      await running;
    },
  };
}
