import type { Metadata } from "next";
import { Sessions } from "#features/accounts/ui/settings/sessions/sessions.tsx";

export const metadata: Metadata = { title: "Sessions" };

export default function Page() {
  return <Sessions />;
}
