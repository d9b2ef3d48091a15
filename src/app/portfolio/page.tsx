import type { Metadata } from "next";
import { PortfolioPage } from "#features/trades/ui/portfolio/portfolio-page.tsx";

export const metadata: Metadata = { title: "Portfolio" };

export default function Page() {
  return <PortfolioPage />;
}
