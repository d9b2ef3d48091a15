import type { Metadata } from "next";
import { KeysPart } from "#features/api/ui/keys/keys-part.tsx";
import { BillingSettings } from "#features/billing/ui/settings/billing-settings.tsx";
import { lockedOnFree } from "#server/nav.ts";

export const metadata: Metadata = { title: "Plan and invoices" };

export default function Page() {
  return (
    <BillingSettings lockedOnFree={lockedOnFree}>
      <KeysPart />
    </BillingSettings>
  );
}
