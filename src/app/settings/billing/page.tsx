import type { Metadata } from "next";
import { BillingSettings } from "#features/billing/ui/settings/billing-settings.tsx";

export const metadata: Metadata = { title: "Plan and invoices" };

export default function Page() {
  return <BillingSettings />;
}
