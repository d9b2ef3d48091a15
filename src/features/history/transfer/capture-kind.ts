import { isFields, itemIdOf } from "#features/feed/rules/values.ts";
import { timesteps } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

/** Which answer of the price feed a captured JSON value is. */
export type CaptureKind = "bucket" | "series" | "latest" | "mapping" | "answers";

/** Null for what no endpoint answers. `answers` is an array of captured answers. */
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

/** `5m-13-buckets.jsonl` is of 5m: the step that a file's name holds as a word of its own; null for none or two. */
export function stepOfName(name: string): Timestep | null {
  const words = new Set(name.toLowerCase().split(/[^a-z0-9]+/));
  const found = timesteps.filter((step) => words.has(step));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/**
 * The step of buckets that start at these Unix seconds: the longest that fits between two of them and divides all.
 * Null where they leave it open: one bucket on the hour may be of any length.
 */
export function stepOfTimes(times: readonly number[]): Timestep | null {
  const sorted = [...new Set(times)].toSorted((a, b) => a - b);
  const apart = sorted.slice(1).map((at, index) => at - (sorted[index] ?? 0));
  const closest = Math.min(...apart);
  const dividing = timesteps.filter((step) => sorted.every((at) => at % STEP_S[step] === 0));
  if (apart.length === 0) return dividing.length === 1 ? (dividing[0] ?? null) : null;
  return dividing.findLast((step) => STEP_S[step] <= closest) ?? null;
}
