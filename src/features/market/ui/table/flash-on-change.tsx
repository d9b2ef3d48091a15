"use client";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";

const TINT_MS = 300;

const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Tints its grid cell for a moment when the value changes: as a gain when it rises, as a loss when it falls. */
export function FlashOnChange({ value, children }: { value: number | null; children: ReactNode }) {
  const ref = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useEffect(() => {
    const was = before.current;
    before.current = value;
    if (was === null || value === null || was === value || prefersStillness()) return;
    const backgroundColor = value > was ? "var(--gain-tint)" : "var(--loss-tint)";
    ref.current?.closest("[role=gridcell]")?.animate([{ backgroundColor }, {}], TINT_MS);
  }, [value]);
  return <span ref={ref}>{children}</span>;
}
