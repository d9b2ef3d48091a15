"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import { SectionSkeleton } from "#ui/layout/section.tsx";
import classes from "./desk.module.css";

const pages = [
  ["/portfolio", "Portfolio"],
  ["/profit", "Profit"],
  ["/limits", "Limits"],
] as const;

const FRESH_MS = 60_000;

type TraderPageProps = {
  title: string;
  /** What the page shows, for who is not signed in. */
  offer: string;
  children: ReactNode;
};

/** Head and tabs of the pages that read a trader's ledger. Strangers read what it would show, and how to sign in. */
export function TraderPage({ title, offer, children }: TraderPageProps) {
  const viewer = trpc.auth.me.useQuery(undefined, { staleTime: FRESH_MS });
  const failure = useLoadFailure(viewer);
  const path = usePathname();
  const user = viewer.data?.user;
  if (failure !== null) {
    return (
      <LoadFailed title="Your account could not be loaded" failure={failure}>
        Nothing in it has changed.
      </LoadFailed>
    );
  }
  if (user === null) {
    return (
      <Notice title={title} action={{ label: "Sign in", href: `/sign-in?next=${encodeURIComponent(path)}` }}>
        {offer}
      </Notice>
    );
  }
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{title}</h1>
        <nav className={classes.tabs} aria-label="Your trades">
          {pages.map(([href, label]) => (
            <Link
              key={href}
              href={href}
              className={classes.tab}
              aria-current={path === href ? "page" : undefined}
              prefetch={false}
            >
              {label}
            </Link>
          ))}
        </nav>
      </div>
      {/* Another user starts with a page of their own. */}
      {user === undefined ? (
        <SectionSkeleton />
      ) : (
        <div key={user.id} className={classes.body}>
          {children}
        </div>
      )}
    </div>
  );
}
