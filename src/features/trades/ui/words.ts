import type { TradeKind } from "#features/trades/entry/contract.ts";
import type { LogFormat } from "#features/trades/rules/logs/recognise.ts";
import type { FlipKind } from "#features/trades/flips/contract.ts";

export const KIND_WORDS: Readonly<Record<TradeKind, string>> = {
  buy: "Bought",
  sell: "Sold",
  gain: "Drop or gift",
  withdrawal: "Own use",
  transfer: "Moved",
  input: "Used up",
  output: "Made",
};

export const FLIP_WORDS: Readonly<Record<FlipKind, string>> = {
  lot: "Held",
  sell: "Sold",
  conversion: "Converted",
  withdrawal: "Own use",
  transfer: "Moved",
};

/** The formats of `rules/logs/recognise.ts`, and what is entered here. */
const SOURCE_WORDS = {
  hand: "By hand",
  runelite: "RuneLite",
  "exchange-logger": "Exchange Logger",
  "flipping-utilities": "Flipping Utilities",
  "flipping-utilities-csv": "Flipping Utilities CSV",
  "copilot-transactions": "Copilot transactions",
  "copilot-flips": "Copilot flips",
  "ge-metrics": "GE-Metrics export",
  "ge-metrics-csv": "GE-Metrics export, CSV",
  table: "Table",
} as const satisfies Record<LogFormat | "hand", string>;

export const knownSources: readonly string[] = Object.keys(SOURCE_WORDS);
export const sourceWords = (source: string): string =>
  (SOURCE_WORDS as Readonly<Record<string, string>>)[source] ?? source;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long something lasted, in at most two units: `42s`, `7m`, `3h 20m`, `2d 4h`, `120d`. */
export function durationText(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.floor(ms / 1_000)}s`;
  if (ms < HOUR_MS) return `${minutes}m`;
  if (ms < DAY_MS) return [`${Math.floor(ms / HOUR_MS)}h`, rest(minutes % 60, "m")].join("");
  const days = Math.floor(ms / DAY_MS);
  return days >= 100 ? `${days}d` : [`${days}d`, rest(Math.floor((ms % DAY_MS) / HOUR_MS), "h")].join("");
}

const rest = (count: number, unit: string): string => (count === 0 ? "" : ` ${count}${unit}`);

const moment = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
/** `21 Sept 2026, 14:30`, in the reader's time zone. */
export const momentText = (atMs: number): string => moment.format(atMs);
