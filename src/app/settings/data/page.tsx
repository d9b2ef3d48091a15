import type { Metadata } from "next";
import { Data } from "#features/accounts/ui/settings/data/data.tsx";
import { DeletionNotice } from "#features/billing/ui/shared/deletion-notice.tsx";

export const metadata: Metadata = { title: "Data & activity" };

export default function Page() {
  return <Data deletionNotices={<DeletionNotice />} />;
}
