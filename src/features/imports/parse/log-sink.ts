import type { LoggedTrade } from "#features/trades/rules/logs/logged-trade.ts";

/** Takes what a parser finds, in the order of the file. `text`: the line or record itself. */
export type LogSink = {
  trade: (line: number, trade: LoggedTrade, text: string) => void;
  refusal: (line: number, reason: string, text: string) => void;
};

/** Reads a file's text part by part; nothing is held but the record that is not complete yet. */
export type LogParser = { push: (text: string) => void; end: () => void | Promise<void> };
