import type { Metadata } from "next";
import { BillingDesk } from "#features/billing/ui/admin/billing-desk.tsx";

export const metadata: Metadata = { title: "Billing" };

export default function BillingPage() {
  return <BillingDesk />;
}
