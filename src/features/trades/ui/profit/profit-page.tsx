"use client";
import { TraderPage } from "#features/trades/ui/desk/trader-page.tsx";
import { ProfitDesk } from "./profit-desk.tsx";

export const ProfitPage = () => (
  <TraderPage
    title="Profit"
    offer="What your sales have earned after tax: over time, by item, by character and by hour of the week. It is counted from your trades once you are signed in."
  >
    <ProfitDesk />
  </TraderPage>
);
