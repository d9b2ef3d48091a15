import type { Metadata } from "next";
import { Security } from "#features/accounts/ui/settings/security/security.tsx";

export const metadata: Metadata = { title: "Security" };

export default function Page() {
  return <Security />;
}
