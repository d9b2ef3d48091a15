import { randomBytes, randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { DbHandle } from "#platform/db/db.ts";
import type { Member } from "./members.ts";

/** What a sync with Stripe and its ledger leave of somebody who pays. */
async function seedBilling(db: DbHandle, { userId }: Member): Promise<void> {
  const stripeId = `cus_${randomBytes(8).toString("hex")}`;
  await db.sql`
    insert into billing_customers (user_id, stripe_id, plan, status, price, subscription_id, period_ends_at,
      trial_ends_at, cancel_at_period_end, past_due_since, trial_used, created_at, synced_at)
    values (${userId}, ${stripeId}, 'pro', 'past_due', 'pro_yearly', ${`sub_of_${stripeId}`},
      now() + interval '9 days', now() - interval '8 days', true, now() - interval '7 days', true,
      now() - interval '6 days', now() - interval '5 days')`;
  await db.sql`
    insert into billing_trial_cards (mark, user_id, at) values (${randomBytes(32).toString("hex")}, ${userId}, now())`;
  await db.sql`
    insert into billing_ledger (key, at, stripe_id, effect, cents, currency, detail)
    values (${`invoice_paid:${stripeId}`}, now() - interval '4 days', ${stripeId}, 'invoice_paid', 4321, 'usd',
      '{"number": "GEM-0042"}')`;
}

/** A ledger with a row in each of its tables: two characters, every kind of trade, a note and a dismissed proposal. */
async function seedTrades(db: DbHandle, member: Member): Promise<void> {
  await db.sql`
    insert into items (id, name, examine, members, icon, updated_at)
    select id, 'Item ' || id, '', false, '', now() from unnest(array[561, 4151, 13190]) as input (id)
    on conflict do nothing`;
  await member.tell("characters.changeSettings", { timeZone: "Europe/Berlin" });
  for (const name of ["Main", "Ahrim"]) {
    const { data } = await member.tell("characters.create", { name });
    const { id } = data as { id: string };
    expect((await member.tell("characters.setOfferCoins", { id, coins: 7_654_321 })).status).toBe(200);
  }
  const at = (day: number) => Date.UTC(2026, 8, day);
  const rune = { itemId: 561, quantity: 100 };
  const added = await member.tell("trades.add", {
    trades: [
      { kind: "buy", ...rune, price: 100, at: at(1), character: "Main", note: "of Barrows" },
      { kind: "sell", itemId: 561, quantity: 40, total: 4_411, at: at(2), character: "Main" },
      { kind: "transfer", itemId: 561, quantity: 10, toCharacter: "Ahrim", at: at(3), character: "Main" },
      { kind: "withdrawal", itemId: 561, quantity: 5, at: at(4), character: "Main" },
      { kind: "gain", itemId: 13_190, quantity: 1, total: 12_345, at: at(5), character: "Main" },
      {
        kind: "conversion",
        inputs: [{ itemId: 13_190, quantity: 1 }],
        outputs: [{ itemId: 4_151, quantity: 2, weight: 77 }],
        paid: 1_234,
        received: 4_321,
        at: at(6),
        character: "Main",
      },
    ],
  });
  expect([added.status, added.error]).toEqual([200, null]);
  const flip = { itemId: 4_151, quantity: 3, buyPrice: 1_700_000, sellPrice: 1_760_000, character: "Ahrim" };
  expect((await member.tell("flips.addFlip", flip)).status).toBe(200);
  await db.sql`
    insert into dismissed_gaps (user_id, gap, at)
    values (${member.userId}, ${`buy:${randomUUID()}`}, now() - interval '2 days')`;
}

/** A file that waits to be committed, and the columns of a table that the trader mapped. */
async function seedImport(db: DbHandle, { userId }: Member): Promise<void> {
  const id = randomUUID();
  await db.sql`
    insert into imports (id, user_id, name, state, created_at, changed_at, size_bytes, files, options, committed_at,
      committed_trades)
    values (${id}, ${userId}, 'Barrows.csv', 'ready', now() - interval '11 days', now(), 4711, '[]',
      '{"timeZone": "Asia/Tokyo"}', now() - interval '10 days', 815)`;
  await db.sql`insert into import_chunks (import_id, offset_bytes, bytes) values (${id}, 0, 'Guthan the Infested')`;
  await db.sql`
    insert into import_mappings (user_id, header, mapping, changed_at)
    values (${userId}, 'barrows item', '{}', now() - interval '12 days')`;
}

/** What somebody leaves in the tables of billing, of the ledger and of imports. */
export async function seedTradersTraces(db: DbHandle, member: Member): Promise<void> {
  await seedBilling(db, member);
  await seedTrades(db, member);
  await seedImport(db, member);
}
