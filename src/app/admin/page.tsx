import { redirect } from "next/navigation";

/** Outside the frame, which shows nothing to strangers: the way on is everybody's. */
export default function AdminPage() {
  redirect("/admin/users");
}
