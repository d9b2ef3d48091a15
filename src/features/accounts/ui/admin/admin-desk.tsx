"use client";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { useViewer } from "#features/accounts/ui/viewer/use-viewer.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import type { NavTab } from "#ui/nav.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import classes from "./admin-desk.module.css";
import { RunningVersion } from "./running-version.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { useForbiddenWatch } from "./use-forbidden-watch.ts";

/** Says to whom the pages are closed, and why. What may be done is the server's to decide, on each call. */
function Gate({ children }: { children: ReactNode }) {
  const path = usePathname();
  const asked = useSearchParams().toString();
  const me = useViewer();
  const failure = useLoadFailure(me);
  useForbiddenWatch();
  if (me.data === undefined) {
    if (failure === null) return <div className={classes.waiting} aria-busy="true" aria-label="Loading" />;
    return (
      <LoadFailed title="Who you are could not be loaded" failure={failure}>
        Nothing is shown until it is known. Nothing you saved is affected.
      </LoadFailed>
    );
  }
  const { user } = me.data;
  if (user === null) {
    return (
      <Notice
        title="Sign in to go on"
        action={{ label: "Sign in", href: withNext("/sign-in", asked === "" ? path : `${path}?${asked}`) }}
      >
        These pages are for admins; you are not signed in.
      </Notice>
    );
  }
  if (user.role !== "admin") {
    return (
      <Notice title="403: only admins may see this page" action={{ label: "To the market", href: "/" }}>
        You are signed in as <bdi>{user.email}</bdi>, who is no admin. Another admin can make you one.
      </Notice>
    );
  }
  if (!user.twoFactor) {
    return (
      <Notice
        title="Turn on a second factor first"
        action={{ label: "Go to Settings > Security", href: "/settings/security" }}
      >
        Admin pages need a second factor: a code from an app on your phone, besides your password. They open
        as soon as it is on.
      </Notice>
    );
  }
  return (
    <>
      {children}
      <ConfirmDialog hasApp={user.totp} />
    </>
  );
}

/** The frame of all admin pages. */
export function AdminDesk({ tabs, children }: { tabs: readonly NavTab[]; children: ReactNode }) {
  const path = usePathname();
  return (
    <div className={classes.desk}>
      <header className={classes.head}>
        <p className={classes.title}>Admin</p>
        <nav className={classes.tabs} aria-label="Admin pages">
          {tabs.map(({ href, label }) => (
            <Link
              key={href}
              href={href}
              className={classes.tab}
              aria-current={path === href ? "page" : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
        <RunningVersion />
      </header>
      <div className={classes.page}>
        <Gate>{children}</Gate>
      </div>
    </div>
  );
}
