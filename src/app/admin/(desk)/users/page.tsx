import type { Metadata } from "next";
import { UsersDesk } from "#features/accounts/ui/admin/users/users-desk.tsx";

export const metadata: Metadata = { title: "Users" };

export default function UsersPage() {
  return <UsersDesk />;
}
