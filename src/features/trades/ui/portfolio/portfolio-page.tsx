"use client";
import { TraderPage } from "#features/trades/ui/desk/trader-page.tsx";
import { PortfolioDesk } from "./portfolio-desk.tsx";

export const PortfolioPage = () => (
  <TraderPage
    title="Portfolio"
    offer="What you hold, what it cost, and what it would bring now after tax. It fills from your trades once you are signed in."
  >
    <PortfolioDesk />
  </TraderPage>
);
