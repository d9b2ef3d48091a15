"use client";
import { useEffect } from "react";
import type { OwnLimits } from "#ui/own-limits.tsx";
import { limitsByItem } from "./limits-by-item.ts";
import { useLimits } from "./use-limits.ts";

/** Reads the running windows of all items. Draws nothing. */
export function LimitReader({ onRead }: { onRead: (limits: OwnLimits) => void }) {
  const { data } = useLimits();
  useEffect(() => {
    if (data !== undefined) onRead(limitsByItem(data));
  }, [data, onRead]);
  return null;
}
