"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { UserView } from "#features/accounts/contract.ts";
import { isPrivatePath } from "#features/accounts/rules/private-path.ts";
import { trpc } from "#trpc/client.tsx";
import { Flyout } from "#ui/panels/flyout.tsx";
import { PlanIcon, SettingsIcon, ShieldIcon, SignOutIcon } from "#ui/icons/icons.tsx";
import classes from "./account-menu.module.css";

/** The account menu. Signing out reloads the page, so that nothing of the account stays in memory. */
export function AccountMenu({ user, onClose }: { user: UserView; onClose: () => void }) {
  const path = usePathname();
  const logout = trpc.auth.logout.useMutation({
    onSuccess: () => {
      if (isPrivatePath(path)) location.assign("/");
      else location.reload();
    },
  });
  const leaving = logout.isPending || logout.isSuccess;
  return (
    <Flyout title="Account" width="narrow" align="end" onClose={onClose}>
      <p className={classes.who}>
        <bdi className={classes.name} title={user.name}>
          {user.name}
        </bdi>
        <bdi className={classes.email}>{user.email}</bdi>
      </p>
      <ul className={classes.list}>
        <li>
          <Link className={classes.entry} href="/settings/profile" onClick={onClose}>
            <SettingsIcon /> Settings
          </Link>
        </li>
        <li>
          <Link className={classes.entry} href="/plans" onClick={onClose}>
            <PlanIcon /> Plans
          </Link>
        </li>
        {user.role === "admin" && (
          <li>
            <Link className={classes.entry} href="/admin" onClick={onClose}>
              <ShieldIcon /> Admin
            </Link>
          </li>
        )}
        <li>
          <button
            type="button"
            className={classes.entry}
            aria-disabled={leaving}
            onClick={() => !leaving && logout.mutate()}
          >
            <SignOutIcon /> {leaving ? "Signing out…" : "Sign out"}
          </button>
        </li>
      </ul>
      <p role="alert" className={classes.fault}>
        {logout.isError && "You are still signed in: the server did not answer. Try again."}
      </p>
    </Flyout>
  );
}
