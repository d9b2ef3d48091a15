import type { Metadata } from "next";
import { preloadList } from "#features/market/ui/list-data/preload-list.ts";
import { WatchlistsPage } from "#features/market/ui/watchlists/watchlists-page.tsx";

export const metadata: Metadata = {
  title: "Watchlists",
  description: "The items you watch, in lists of your own order, with live prices and margins after tax.",
};

export default function Page() {
  preloadList(null);
  return <WatchlistsPage />;
}
