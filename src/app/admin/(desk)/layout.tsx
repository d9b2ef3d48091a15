import type { Metadata } from "next";
import type { ReactNode } from "react";
import { adminTabs } from "#server/nav.ts";
import { AdminDesk } from "#features/accounts/ui/admin/admin-desk.tsx";

export const metadata: Metadata = { robots: { index: false, follow: false } };

export default function AdminLayout({ children }: { children: ReactNode }) {
  return <AdminDesk tabs={adminTabs}>{children}</AdminDesk>;
}
