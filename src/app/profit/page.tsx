import type { Metadata } from "next";
import { ProfitPage } from "#features/trades/ui/profit/profit-page.tsx";

export const metadata: Metadata = { title: "Profit" };

export default function Page() {
  return <ProfitPage />;
}
