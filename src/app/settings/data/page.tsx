import type { Metadata } from "next";
import { Data } from "#features/accounts/ui/settings/data/data.tsx";
import { ExportPanel } from "#features/trades/ui/export-panel/export-panel.tsx";
import { DeletionNotice } from "#features/billing/ui/shared/deletion-notice.tsx";

export const metadata: Metadata = { title: "Data & activity" };

export default function Page() {
  return <Data exports={<ExportPanel />} deletionNotices={<DeletionNotice />} />;
}
