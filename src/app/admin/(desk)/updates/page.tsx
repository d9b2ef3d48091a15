import type { Metadata } from "next";
import { UpdatesDesk } from "#features/history/ui/updates/updates-desk.tsx";

export const metadata: Metadata = { title: "Game updates" };

export default function UpdatesPage() {
  return <UpdatesDesk />;
}
