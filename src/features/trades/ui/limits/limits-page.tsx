"use client";
import { TraderPage } from "#features/trades/ui/desk/trader-page.tsx";
import { LimitsDesk } from "./limits-desk.tsx";

export const LimitsPage = () => (
  <TraderPage
    title="Limits"
    offer="How much of each buy limit you have used in the running 4 hours, and when it is whole again. It is counted from your purchases once you are signed in."
  >
    <LimitsDesk />
  </TraderPage>
);
