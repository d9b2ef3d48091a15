import type { Metadata } from "next";
import { AuditDesk } from "#features/accounts/ui/admin/audit/audit-desk.tsx";

export const metadata: Metadata = { title: "Audit log" };

export default function AuditPage() {
  return <AuditDesk />;
}
