import { createParser, parseAsStringLiteral } from "nuqs/server";
import { MAX_COMPARED, timesteps } from "#features/history/contract.ts";
import {
  MAX_AVERAGES,
  chartParts,
  chartStyles,
  isPeriod,
  defaultChartOptions,
} from "#features/history/rules/chart/chart-options.ts";
import type { ChartOptions, ChartPart } from "#features/history/rules/chart/chart-options.ts";
import { chartRanges, isPeriodEnd } from "#features/history/rules/chart/range.ts";
import { readNow } from "#ui/format/now.tsx";

const NONE = "none";
const MAX_ID = 2_147_483_647;

const wholeNumber = (text: string): number | null => (/^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : null);

/** Parses a comma-separated list and skips invalid parts. `none` is the empty list. */
const listOf = <T extends string | number>(read: (text: string) => T | null, max: number) =>
  createParser<readonly T[]>({
    parse: (text) => {
      if (text === NONE) return [];
      const known = text.split(",").flatMap((part) => read(part) ?? []);
      return known.length === 0 ? null : [...new Set(known)].slice(0, max);
    },
    serialize: (values) => (values.length === 0 ? NONE : values.join(",")),
    eq: (a, b) => a.join() === b.join(),
  });

const readPeriod = (text: string): number | null => {
  const value = wholeNumber(text);
  return value !== null && isPeriod(value) ? value : null;
};
const readId = (text: string): number | null => {
  const value = wholeNumber(text);
  return value !== null && value <= MAX_ID ? value : null;
};
const readPart = (text: string): ChartPart | null => chartParts.find((part) => part === text) ?? null;
const isoDay = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** A UTC day as `2026-11-21`. */
const day = createParser<number>({
  parse: (text) => {
    const atMs = Date.parse(text);
    // A day that no month has is read as one of the next month.
    return isPeriodEnd(atMs, readNow()) && isoDay(atMs) === text ? atMs : null;
  },
  serialize: isoDay,
});
const period = createParser<number>({ parse: readPeriod, serialize: String });

export const chartOptionsParsers = {
  range: parseAsStringLiteral(chartRanges),
  step: parseAsStringLiteral(timesteps),
  until: day,
  style: parseAsStringLiteral(chartStyles).withDefault(defaultChartOptions.style),
  parts: listOf(readPart, chartParts.length).withDefault(defaultChartOptions.parts),
  averages: listOf(readPeriod, MAX_AVERAGES).withDefault(defaultChartOptions.averages),
  bands: period,
  strength: period,
  compared: listOf(readId, MAX_COMPARED - 1).withDefault(defaultChartOptions.compared),
} satisfies Record<keyof ChartOptions, unknown>;
