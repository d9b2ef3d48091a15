import { asc, eq } from "drizzle-orm";
import type { AccountExport } from "#features/accounts/contract.ts";
import type { Db } from "#platform/db/db.ts";
import { LEDGER_WORDS } from "#features/billing/rules/effects.ts";
import { readCustomer } from "./read-customer.ts";
import { apiKeys, billingLedger } from "#features/billing/schema.ts";

/** What billing keeps about a user, but for the hashes of their keys; times in epoch ms. */
export async function exportBilling(
  db: Db,
  userId: string,
): Promise<Pick<AccountExport, "apiKeys" | "billing" | "payments">> {
  const keys = await db
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.userId, userId))
    .orderBy(asc(apiKeys.createdAt));
  const customer = await readCustomer(db, userId);
  const ledger =
    customer === null
      ? []
      : await db
          .select()
          .from(billingLedger)
          .where(eq(billingLedger.stripeId, customer.stripeId))
          .orderBy(asc(billingLedger.id));
  return {
    apiKeys: keys.map((row) => ({
      id: row.id,
      name: row.name,
      start: row.start,
      createdAt: row.createdAt.getTime(),
      lastUsedAt: epoch(row.lastUsedAt),
    })),
    billing: customer && {
      stripeId: customer.stripeId,
      plan: customer.plan,
      status: customer.status,
      price: customer.price,
      subscriptionId: customer.subscriptionId,
      periodEndsAt: epoch(customer.periodEndsAt),
      trialEndsAt: epoch(customer.trialEndsAt),
      cancelAtPeriodEnd: customer.cancelAtPeriodEnd,
      pastDueSince: epoch(customer.pastDueSince),
      trialUsed: customer.trialUsed,
      createdAt: epoch(customer.createdAt),
      syncedAt: epoch(customer.syncedAt),
    },
    payments: ledger.map((row) => ({
      ...row.detail,
      key: row.key,
      at: row.at.getTime(),
      what: LEDGER_WORDS[row.effect],
      cents: row.cents,
      currency: row.currency,
    })),
  };
}

const epoch = (at: Date | null): number | null => at?.getTime() ?? null;
