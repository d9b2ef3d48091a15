import type { Metadata } from "next";
import { HistoryDesk } from "#features/history/ui/admin/history-desk.tsx";

export const metadata: Metadata = { title: "History" };

export default function HistoryPage() {
  return <HistoryDesk />;
}
