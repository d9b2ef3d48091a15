import type { Metadata } from "next";
import { SignUp } from "#features/accounts/ui/sign-in/sign-up.tsx";

export const metadata: Metadata = { title: "Make an account" };

export default function Page() {
  return <SignUp />;
}
