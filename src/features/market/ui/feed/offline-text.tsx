"use client";
import { useCallback } from "react";
import { formatClock, formatLongAge } from "#ui/format/format.ts";
import { useTimedText } from "#ui/format/now.tsx";

/** "Offline: prices as of 12:31, 14 min ago. It keeps trying." `sinceMs`: the time of the prices. */
export function OfflineText({ sinceMs }: { sinceMs: number }) {
  const age = useTimedText(useCallback((nowMs: number) => formatLongAge(sinceMs, nowMs), [sinceMs]));
  return (
    <>
      Offline: prices as of <span data-time={sinceMs}>{formatClock(sinceMs)}</span>, {age} ago. It keeps
      trying.
    </>
  );
}
