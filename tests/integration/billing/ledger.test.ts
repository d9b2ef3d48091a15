import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test("the billing ledger accepts new rows and refuses updates and deletions", async () => {
  const { sql } = database.db;
  const rows = () => sql`select key, effect, cents from billing_ledger`;
  await sql`insert into billing_ledger (key, at, stripe_id, effect, cents, currency)
    values ('invoice_paid:in_1', now(), 'cus_1', 'invoice_paid', 999, 'usd')`;
  const before = await rows();
  expect(before).toHaveLength(1);
  for (const change of [
    sql`update billing_ledger set cents = 1`,
    sql`delete from billing_ledger`,
    sql`insert into billing_ledger (key, at, stripe_id, effect) values ('invoice_paid:in_1', now(), 'cus_1', 'ended')
      on conflict (key) do update set effect = 'ended'`,
    sql`truncate billing_ledger`,
    sql`truncate billing_ledger restart identity cascade`,
  ]) {
    await expect(change).rejects.toThrow("billing_ledger is append-only");
  }
  expect(await rows()).toEqual(before);
});
