import type { Metadata } from "next";
import { LimitsPage } from "#features/trades/ui/limits/limits-page.tsx";

export const metadata: Metadata = { title: "Limits" };

export default function Page() {
  return <LimitsPage />;
}
