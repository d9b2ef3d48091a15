import { isFields, itemIdOf } from "#features/feed/rules/values.ts";
import { timesteps } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** The kind of price feed answer (docs/market-rules.md section 1). `answers` is an array of captured answers. */
export type CaptureKind = "bucket" | "series" | "latest" | "mapping" | "answers";

/** Recognises the kind of a captured JSON value by its shape; null if no endpoint answers like this. */
export function captureKind(value: unknown): CaptureKind | null {
  if (Array.isArray(value)) {
    const first: unknown = value[0];
    if (!isFields(first)) return null;
    return "name" in first && "examine" in first ? "mapping" : "data" in first ? "answers" : null;
  }
  if (!isFields(value)) return null;
  const { data, timestamp, itemId } = value;
  if (Array.isArray(data)) return itemId === undefined ? null : "series";
  if (!isFields(data)) return null;
  if (timestamp !== undefined) return "bucket";
  const key = Object.keys(data)[0];
  const first = key === undefined || itemIdOf(key) === null ? undefined : data[key];
  return isFields(first) && "highTime" in first ? "latest" : null;
}

/** Finds the step that a file's name contains as a word, such as `5m-13-buckets.jsonl`; null for none or several. */
export function stepOfName(name: string): Timestep | null {
  const words = new Set(name.toLowerCase().split(/[^a-z0-9]+/));
  const found = timesteps.filter((step) => words.has(step));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * Derives the step of buckets from their starts (Unix seconds): the longest step that divides all of them and is not
 * longer than the smallest distance. Null if the times are ambiguous: one bucket on the hour may have any step.
 */
export function stepOfTimes(times: readonly number[]): Timestep | null {
  const sorted = [...new Set(times)].toSorted((a, b) => a - b);
  const distances = sorted.slice(1).map((at, index) => at - (sorted[index] ?? 0));
  const closest = Math.min(...distances);
  const dividing = timesteps.filter((step) => sorted.every((at) => at % STEP_S[step] === 0));
  if (distances.length === 0) return dividing.length === 1 ? (dividing[0] ?? null) : null;
  return dividing.findLast((step) => STEP_S[step] <= closest) ?? null;
}
