import type { Metadata } from "next";
import { OfflinePage } from "#features/market/ui/offline/offline-page.tsx";

export const metadata: Metadata = { title: "Offline", robots: { index: false } };

export default function Page() {
  return <OfflinePage />;
}
