import type { Metadata } from "next";
import { Forgotten } from "#features/accounts/ui/sign-in/forgotten.tsx";

export const metadata: Metadata = { title: "Forgotten password" };

export default function Page() {
  return <Forgotten />;
}
