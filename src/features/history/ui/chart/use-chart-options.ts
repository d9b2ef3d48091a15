"use client";
import { useQueryStates } from "nuqs";
import { useCallback } from "react";
import type { ChartLook } from "#features/history/rules/chart/chart-options.ts";
import { lookParsers, lookUrlKeys } from "#features/history/ui/chart-tools/chart-options-params.ts";

export type ChangeLook = (change: Partial<ChartLook>) => void;

/** The look in the address. A change replaces the address without asking the server. */
export function useLook(): { look: ChartLook; change: ChangeLook } {
  const [look, setLook] = useQueryStates(lookParsers, { urlKeys: lookUrlKeys, history: "replace" });
  const change: ChangeLook = useCallback((next) => void setLook(next), [setLook]);
  return { look, change };
}
