"use client";
import { useQueryStates } from "nuqs";
import { useCallback } from "react";
import type { ChartOptions } from "#features/history/rules/chart/chart-options.ts";
import { chartOptionsParsers, chartOptionsUrlKeys } from "./chart-options-params.ts";

export type ChangeLook = (change: Partial<ChartOptions>) => void;

/** The chart options in the URL. A change replaces the URL without a request to the server. */
export function useChartOptions(): { options: ChartOptions; change: ChangeLook } {
  const [options, setLook] = useQueryStates(chartOptionsParsers, {
    urlKeys: chartOptionsUrlKeys,
    history: "replace",
  });
  const change: ChangeLook = useCallback((next) => void setLook(next), [setLook]);
  return { options, change };
}
