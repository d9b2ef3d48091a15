import { randomBytes, randomUUID } from "node:crypto";
import pino from "pino";
import type { Stripe } from "stripe";
import type { UserActor, Visitor } from "#platform/actor.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { billingHandlers } from "#features/billing/jobs.ts";
import type { ReceivedEvent } from "#features/billing/webhooks/receive-event.ts";
import { receiveEvent } from "#features/billing/webhooks/receive-event.ts";
import type { Clock } from "#platform/clock.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { createEncryption } from "#platform/encryption.ts";
import { signatureHeader } from "#simulators/stripe/webhooks/signing.ts";
import { startTestWorker } from "../servers/mail.ts";
import type { TestWorker } from "../servers/mail.ts";
import { TEST_SECRETS } from "../people/mailbox.ts";
import { WEBHOOK_SECRET } from "./stripe.ts";

type TestClock = Clock & { advance: (ms: number) => void };

/** A clock that goes on by a millisecond each time it is looked at, and by what it is told. */
export function tickingClock(startMs = Date.UTC(2026, 5, 1, 12)): TestClock {
  let ms = startMs;
  return {
    now: () => new Date(ms++),
    advance: (by) => {
      ms += by;
    },
  };
}

/** What the web tier and the worker give the verbs of billing. */
export const billingDeps = (
  db: DbHandle,
  clock: Clock,
  billing: BillingDeps["billing"],
): BillingDeps & { billing: NonNullable<BillingDeps["billing"]> } => {
  if (billing === null) throw new Error("a test of billing sells something");
  return {
    db: db.orm,
    clock,
    billing,
    log: pino({ level: "silent" }),
    encryption: createEncryption(TEST_SECRETS),
    publicUrl: "https://desk.example",
  };
};

/** Where the users of these tests ask from. */
export const VISITOR: Visitor = { ip: "203.0.113.9", userAgent: "a test" };

export type TestUser = { actor: UserActor; email: string; userId: string };

/** Somebody with an account, as a verb is told of them. */
export async function addUser(db: DbHandle): Promise<TestUser> {
  const userId = randomUUID();
  const email = `${randomBytes(6).toString("hex")}@example.com`;
  await db.sql`insert into users (id, name, email, email_verified, created_at, updated_at)
    values (${userId}, 'Zezima', ${email}, true, now(), now())`;
  const session = {
    id: randomUUID(),
    token: "of-a-test",
    userId,
    role: "user" as const,
    expiresAt: 0,
    startedAt: 0,
  };
  return { actor: { kind: "user", visitor: VISITOR, userId, role: "user", session }, email, userId };
}

/** An event as Stripe signs and sends it. */
export function signed(
  event: object,
  clock: Clock,
  opts: { secrets?: string[]; offsetS?: number } = {},
): { body: Buffer; signature: string } {
  const body = JSON.stringify(event, null, 2);
  const atS = Math.floor(clock.now().getTime() / 1_000) + (opts.offsetS ?? 0);
  return { body: Buffer.from(body), signature: signatureHeader(body, opts.secrets ?? [WEBHOOK_SECRET], atS) };
}

/** A made-up event about a customer; what it carries beside the id is never looked at. */
export const eventAbout = (customer: string, type = "customer.subscription.updated"): Stripe.Event => {
  const event = {
    id: `evt_${randomBytes(8).toString("hex")}`,
    object: "event",
    type,
    created: 1_780_000_000,
    livemode: false,
    data: { object: { id: "sub_named_by_nobody", object: "subscription", customer } },
  };
  return event as unknown as Stripe.Event;
};

/** Delivers an event to the verb as the route does. */
export const deliver = (deps: BillingDeps, event: object): Promise<ReceivedEvent> => {
  const { body, signature } = signed(event, deps.clock);
  return receiveEvent(deps, body, signature);
};

export const startBillingWorker = (databaseUrl: string, deps: BillingDeps): TestWorker =>
  startTestWorker(databaseUrl, (log) => billingHandlers({ ...deps, log }));

type LedgerRow = { key: string; effect: string; cents: number | null; detail: Record<string, string> };

export const ledgerOf = (db: DbHandle, stripeId: string): Promise<LedgerRow[]> => db.sql<LedgerRow[]>`
  select key, effect, cents, detail from billing_ledger where stripe_id = ${stripeId} order by id`;

type AuditLine = { action: string; address: string; detail: Record<string, string> };

/** What the audit log says of an account, oldest first. */
export const auditOf = (db: DbHandle, userId: string): Promise<AuditLine[]> => db.sql<AuditLine[]>`
  select action, address, detail from audit_log where user_id = ${userId} order by id`;

type EventRow = { id: string; type: string; deliveries: number; state: string; known: boolean };

export const eventRows = (db: DbHandle): Promise<EventRow[]> => db.sql<EventRow[]>`
  select id, type, deliveries, state, is_known as known from stripe_events order by received_at, id`;
