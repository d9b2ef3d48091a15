import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseExchangeLine } from "#features/trades/rules/logs/exchange-line.ts";
import { ExchangeOffers } from "#features/trades/rules/logs/exchange-offers.ts";
import { parseCopilotFlip, parseCopilotTransaction } from "#features/trades/rules/logs/flipping-copilot.ts";
import { parseFlippingItem, parseFlippingRow } from "#features/trades/rules/logs/flipping-utilities.ts";
import { isRefusal } from "#features/trades/rules/logs/logged-trade.ts";
import type { LoggedTrade, Refusal } from "#features/trades/rules/logs/logged-trade.ts";
import { parseOwnRow, parseOwnTrade } from "#features/trades/rules/logs/own-file.ts";
import type { LogFormat } from "#features/trades/rules/logs/recognise.ts";
import { parseRuneliteTrade } from "#features/trades/rules/logs/runelite.ts";
import { CAPTURES_DIR } from "../market/captures.ts";

const SAMPLES_DIR = join(CAPTURES_DIR, "trade-logs");

export const SAMPLES = [
  "runelite.json",
  "runelite-website.json",
  "exchange-logger.json",
  "exchange-logger.csv",
  "exchange-logger.txt",
  "exchange-logger-improved.csv",
  "flipping-utilities.json",
  "flipping-utilities.csv",
  "copilot-transactions.csv",
  "copilot-flips.csv",
  "ge-tracker.csv",
] as const;
export type SampleName = (typeof SAMPLES)[number];

/** What a sample holds, worked out by hand; README.md beside it has the arithmetic. */
export type Figures = {
  format: LogFormat;
  /** The time zone for a log that names none. */
  zone: string | null;
  repeated: number;
  refused: number;
  unmatched: readonly string[];
  trades: readonly {
    /** Two moments: a clock time of the hour that clocks repeat. */
    at: string | readonly string[];
    character: string | null;
    side: "buy" | "sell";
    itemId: number;
    quantity: number;
    gross: number;
    tax: number;
    isInferred?: boolean;
  }[];
  items: readonly ItemFigures[];
  profit: number;
};

export type ItemFigures = {
  character: string | null;
  itemId: number;
  bought: number;
  spent: number;
  sold: number;
  received: number;
  tax: number;
  /** Null: nothing with a known cost was sold. */
  profit: number | null;
  unexplained: number;
  missing: number;
  held: number;
  heldCost: number;
};

/** The text of a sample, without its byte order mark. */
export const readSample = async (name: SampleName): Promise<string> =>
  (await readFile(join(SAMPLES_DIR, name), "utf8")).replace(/^\uFEFF/, "");

export const readFigures = async (name: SampleName): Promise<Figures> =>
  JSON.parse(await readFile(join(SAMPLES_DIR, `${name}.figures.json`), "utf8")) as Figures;

export type Parsed = { trades: LoggedTrade[]; repeated: number; refused: Refusal[] };

/** The records of a CSV file, by the names of its header. */
function recordsOf(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end = ""] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ",") rows.push([]);
  }
  const [header = [], ...rest] = rows.filter(([first = ""]) => first !== "" && !first.startsWith("#"));
  return rest.map((row) => Object.fromEntries(row.map((cell, at) => [header[at] ?? "", cell])));
}

function parseExchangeLog(lines: readonly string[]): (LoggedTrade | Refusal)[] {
  const offers = new ExchangeOffers();
  const results = lines.filter((line) => line !== "").map(parseExchangeLine);
  const trades = results.flatMap((line): (LoggedTrade | Refusal)[] =>
    isRefusal(line) ? [line] : offers.next(line),
  );
  return [...trades, ...offers.end()];
}

function parse(format: LogFormat, text: string): (LoggedTrade | Refusal)[] {
  switch (format) {
    case "runelite":
      return (JSON.parse(text) as unknown[]).map(parseRuneliteTrade);
    case "exchange-logger":
      return parseExchangeLog(text.split(/\r\n|\n/));
    case "flipping-utilities":
      return (JSON.parse(text) as { trades: unknown[] }).trades.flatMap(parseFlippingItem);
    case "flipping-utilities-csv":
      return recordsOf(text).map(parseFlippingRow);
    case "copilot-transactions":
      return recordsOf(text).map(parseCopilotTransaction);
    case "copilot-flips":
      return recordsOf(text).flatMap(parseCopilotFlip);
    case "ge-metrics":
      return (JSON.parse(text) as { trades: unknown[] }).trades.map(parseOwnTrade);
    case "ge-metrics-csv":
      return recordsOf(text).map(parseOwnRow);
    case "table":
      return [];
  }
}

/** Formats in which an equal record, or one with the same id, is the same trade again. */
const REPEATS: Partial<Record<LogFormat, (trade: LoggedTrade) => string>> = {
  runelite: (trade) => JSON.stringify(trade),
  "flipping-utilities": ({ sourceId }) => sourceId ?? "",
};

/** Reads a log by the parsers of `trades/rules/logs`. */
export function parseLog(format: LogFormat, text: string): Parsed {
  const results = parse(format, text);
  const read = results.filter((result): result is LoggedTrade => !isRefusal(result));
  const keyOf = REPEATS[format];
  const trades = keyOf === undefined ? read : [...new Map(read.map((each) => [keyOf(each), each])).values()];
  return {
    trades,
    repeated: read.length - trades.length,
    refused: results.filter((result): result is Refusal => isRefusal(result)),
  };
}
