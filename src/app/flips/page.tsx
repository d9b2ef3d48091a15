import type { Metadata } from "next";
import { FlipsPage } from "#features/trades/ui/flips/flips-page.tsx";

export const metadata: Metadata = { title: "Flips" };

export default function Page() {
  return <FlipsPage />;
}
