import type { Metadata } from "next";
import { TradingSettings } from "#features/trades/ui/settings/trading-settings.tsx";

export const metadata: Metadata = { title: "Trading" };

export default function Page() {
  return <TradingSettings />;
}
