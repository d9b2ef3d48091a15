"use client";
import Link from "next/link";
import { useCallback, useLayoutEffect, useRef } from "react";
import type { ReactNode } from "react";
import { Button } from "#ui/form/button.tsx";
import { waitText } from "#ui/form/failure.ts";
import form from "#ui/form/form.module.css";
import { useTimedText } from "#ui/format/now.tsx";
import classes from "./load-failed.module.css";
import type { ShownFailure } from "./use-load-failure.ts";

type LoadFailedProps = {
  /** What could not be loaded, as a sentence without a full stop. */
  title: string;
  failure: ShownFailure;
  /** Whether data is safe. */
  children?: ReactNode;
  /** `page`: it replaces the page and brings the heading. `box`: the middle of a part. `line`: between other lines. */
  size?: "page" | "box" | "line";
};

const signInPath = (): string => `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;

/**
 * What is shown in place of what could not be loaded: why, whether data is safe, and a button that tries again. The
 * button stays in place while it tries. When it has worked, the focus that it held moves to the field of its dialog, or to the
 * page's main region.
 */
export function LoadFailed({ title, failure, children, size = "page" }: LoadFailedProps) {
  const { text, retryAtMs, isSignedOut, isTrying, retry } = failure;
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (element?.contains(document.activeElement) !== true) return;
      const next = element.closest("dialog")?.querySelector("input") ?? document.querySelector("main");
      next?.focus({ preventScroll: true });
    };
  }, []);
  const wait = useTimedText(
    useCallback((nowMs: number) => (retryAtMs === null ? "" : waitText(retryAtMs, nowMs)), [retryAtMs]),
  );
  const Title = size === "page" ? "h1" : "strong";
  return (
    <div ref={ref} className={classes.failed} data-size={size}>
      <div role="alert" className={classes.words}>
        <Title className={classes.title}>{size === "line" ? `${title}.` : title}</Title>
        <p>
          {text} {children}
        </p>
      </div>
      {isSignedOut ? (
        <Link className={form.button} data-tone="primary" href={signInPath()} prefetch={false}>
          Sign in
        </Link>
      ) : (
        <Button pending={isTrying} disabled={wait !== ""} onPress={retry}>
          {isTrying ? "Trying…" : "Try again"}
          {/* Counts down for the eye only. */}
          {!isTrying && wait !== "" && <span aria-hidden="true">&nbsp;in {wait}</span>}
        </Button>
      )}
    </div>
  );
}
