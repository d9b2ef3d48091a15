import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { callStripe } from "#features/billing/stripe/call-stripe.ts";
import { invoiceStatuses } from "#features/billing/contract.ts";
import type { InvoiceList, RedirectTo } from "#features/billing/contract.ts";
import { readCustomer, requireBilling } from "#features/billing/records/read-customer.ts";

type Deps = Pick<BillingDeps, "db" | "billing" | "publicUrl" | "log">;

const SHOWN = 24;

/**
 * Opens Stripe's customer portal: card, invoices, billing address. Throws `conflict` if the user is not a customer yet.
 */
export async function openPortal(deps: Deps, actor: UserActor): Promise<RedirectTo> {
  const { stripe } = requireBilling(deps);
  const held = await readCustomer(deps.db, actor.userId);
  if (held === null) throw new AppError("conflict", "There is nothing to manage yet. See Plans to start");
  return callStripe(deps, "read", async () => {
    const { url } = await stripe.billingPortal.sessions.create({
      customer: held.stripeId,
      return_url: `${deps.publicUrl}/settings/billing?portal=left`,
    });
    return { url };
  });
}

/** The newest invoices, read from Stripe. */
export async function listInvoices(deps: Deps, actor: UserActor): Promise<InvoiceList> {
  const held = deps.billing === null ? null : await readCustomer(deps.db, actor.userId);
  if (held === null) return { invoices: [] };
  const { stripe } = requireBilling(deps);
  return callStripe(deps, "read", async () => {
    const { data } = await stripe.invoices.list({ customer: held.stripeId, limit: SHOWN });
    return {
      invoices: data.map((invoice) => ({
        id: invoice.id ?? "",
        number: invoice.number,
        at: invoice.created * 1_000,
        cents: invoice.total,
        currency: invoice.currency,
        status: invoiceStatuses.find((status) => status === invoice.status) ?? null,
        url: invoice.hosted_invoice_url ?? null,
      })),
    };
  });
}
