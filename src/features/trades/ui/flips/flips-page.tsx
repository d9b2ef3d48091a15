"use client";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Notice } from "#ui/feedback/notice.tsx";
import { SectionSkeleton } from "#ui/layout/section.tsx";
import { FlipsDesk } from "./flips-desk.tsx";
import classes from "./flips.module.css";

const FRESH_MS = 60_000;

/** The trader's flips. Strangers read what they would find, and how to sign in. */
export function FlipsPage() {
  const viewer = trpc.auth.me.useQuery(undefined, { staleTime: FRESH_MS });
  const failure = useLoadFailure(viewer);
  const user = viewer.data?.user;
  if (failure !== null) {
    return (
      <LoadFailed title="Your account could not be loaded" failure={failure}>
        Your trades are safe.
      </LoadFailed>
    );
  }
  if (user === null) {
    return (
      <Notice title="Flips" action={{ label: "Sign in", href: "/sign-in?next=%2Fflips" }}>
        What you bought and sold, with profit after tax to the coin: typed as one line, or imported from
        RuneLite, Exchange Logger, Flipping Utilities and Flipping Copilot. Your trades are kept once you are
        signed in.
      </Notice>
    );
  }
  // Another user starts with a page of their own.
  return user === undefined ? (
    <div className={classes.waiting}>
      <SectionSkeleton />
    </div>
  ) : (
    <FlipsDesk key={user.id} />
  );
}
