import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Trimmed answers of the real price feed; their README.md states the source and the trim. */
export const CAPTURES_DIR = join(import.meta.dirname, "../../contract/captures");
/** Shortly after the captures were made, epoch ms. */
export const CAPTURED_MS = Date.parse("2025-05-26T07:03:00Z");

type CaptureName =
  | "mapping.json"
  | "latest.json"
  | "1h.json"
  | "timeseries-5m-4151.json"
  | "ge-tax-exempt.json"
  | "item-names.json";

const readText = (name: string) => readFile(join(CAPTURES_DIR, name), "utf8");

/** The parsed answer. `T` is what the caller expects it to hold; nothing checks it. */
export const readCapture = async <T = unknown>(name: CaptureName): Promise<T> =>
  JSON.parse(await readText(name)) as T;

/** Thirteen consecutive `/5m` answers, oldest first. */
export async function readSlotCaptures<T = unknown>(): Promise<T[]> {
  const lines = (await readText("5m-13-buckets.jsonl")).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}
