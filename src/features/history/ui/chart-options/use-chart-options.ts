"use client";
import { useQueryStates } from "nuqs";
import { chartParamNames } from "#features/history/rules/chart/chart-options.ts";
import { useCallback } from "react";
import type { ChartOptions } from "#features/history/rules/chart/chart-options.ts";
import { chartOptionsParsers } from "./chart-options-params.ts";

export type ChangeChartOptions = (change: Partial<ChartOptions>) => void;

/** The chart options in the URL. A change replaces the URL without a request to the server. */
export function useChartOptions(): { options: ChartOptions; change: ChangeChartOptions } {
  const [options, setOptions] = useQueryStates(chartOptionsParsers, {
    urlKeys: chartParamNames,
    history: "replace",
  });
  const change: ChangeChartOptions = useCallback((next) => void setOptions(next), [setOptions]);
  return { options, change };
}
