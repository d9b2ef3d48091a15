import type { Metadata } from "next";
import { Forgotten } from "#features/accounts/ui/door/forgotten.tsx";

export const metadata: Metadata = { title: "Forgotten password" };

export default function Page() {
  return <Forgotten />;
}
