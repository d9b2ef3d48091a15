"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { trpc } from "#trpc/client.tsx";
import { Notice } from "#ui/feedback/notice.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { SectionLoading } from "#ui/layout/section.tsx";
import classes from "./imports.module.css";

const FRESH_MS = 60_000;

/** Head of the pages of imports; who is not signed in reads what they are for. */
export function Frame({
  title,
  isBelow = false,
  children,
}: {
  title: string;
  isBelow?: boolean;
  children: ReactNode;
}) {
  const viewer = trpc.auth.me.useQuery(undefined, { staleTime: FRESH_MS });
  const failure = useLoadFailure(viewer);
  const path = usePathname();
  if (failure !== null)
    return (
      <LoadFailed title="Your account could not be loaded" failure={failure}>
        Nothing in it has changed.
      </LoadFailed>
    );
  if (viewer.data?.user === null)
    return (
      <Notice title={title} action={{ label: "Sign in", href: `/sign-in?next=${encodeURIComponent(path)}` }}>
        Bring the trades that RuneLite, Flipping Utilities, Flipping Copilot, Exchange Logger or a spreadsheet
        has kept. They go into your ledger once you are signed in.
      </Notice>
    );
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        {isBelow && (
          <Link className={classes.up} href="/imports" prefetch={false}>
            ← All imports
          </Link>
        )}
        <h1>{title}</h1>
      </div>
      {viewer.data === undefined ? <SectionLoading /> : children}
    </div>
  );
}
