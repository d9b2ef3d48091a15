"use client";
import { useCallback } from "react";
import { useTimedText } from "#ui/format/now.tsx";
import { countdownText } from "./countdown-text.ts";

/** Counts down to when a limit is whole again. Not announced: it changes each second. */
export function Countdown({ endsAt }: { endsAt: number }) {
  const text = useTimedText(useCallback((nowMs: number) => countdownText(endsAt, nowMs) ?? "now", [endsAt]));
  return (
    // Another width is another element: a changed one would count as a layout shift.
    <span key={text.length} data-time={endsAt}>
      {text}
    </span>
  );
}
