import { parseExchangeLine } from "#features/trades/rules/logs/exchange-line.ts";
import type { ExchangeOffers } from "#features/trades/rules/logs/exchange-offers.ts";
import { parseFlippingOffer } from "#features/trades/rules/logs/flipping-utilities.ts";
import { isRefusal } from "#features/trades/rules/logs/logged-trade.ts";
import type { LoggedTrade, Refusal } from "#features/trades/rules/logs/logged-trade.ts";
import { parseOwnTrade } from "#features/trades/rules/logs/own-file.ts";
import { parseRuneliteTrade } from "#features/trades/rules/logs/runelite.ts";
import { JsonRecords } from "#features/imports/unpack/json-records.ts";
import { LineSplitter } from "#features/imports/unpack/split-lines.ts";
import type { LogParser, LogSink } from "./log-sink.ts";

const TOO_LONG = "This line is longer than any of a log";
const NOT_JSON = "This record is not JSON";
const CUT_OFF = "The file ends in the middle of a record: its end is missing";

type ReadRecord = (text: string) => LoggedTrade | Refusal;

function tell(sink: LogSink, line: number, result: LoggedTrade | Refusal, text: string): void {
  if (isRefusal(result)) sink.refusal(line, result.reason, text);
  else sink.trade(line, result, text);
}

const readJson =
  (parse: (value: unknown) => LoggedTrade | Refusal): ReadRecord =>
  (text) => {
    try {
      return parse(JSON.parse(text));
    } catch {
      return { reason: NOT_JSON };
    }
  };

function recordParser(
  sink: LogSink,
  listKey: string | null,
  read: (line: number, text: string) => void,
): LogParser {
  const records = new JsonRecords((line, text) => {
    if (text === null) sink.refusal(line, TOO_LONG, "");
    else read(line, text);
  }, listKey);
  return {
    push: (text) => records.push(text),
    end: () => {
      if (!records.isComplete) sink.refusal(records.line, records.isWhole ? CUT_OFF : NOT_JSON, "");
    },
  };
}

const isComment = (line: string): boolean => /^\s*(?:#|$)/.test(line);

function lineParser(sink: LogSink, read: (line: number, text: string) => void): LogParser {
  const lines = new LineSplitter((line, text, start) => {
    if (text === null) sink.refusal(line, TOO_LONG, start);
    else if (!isComment(text)) read(line, text);
  });
  return { push: (text) => lines.push(text), end: () => lines.end() };
}

/** Whether each line is a record of its own, so that a broken one spoils no other. */
function isByLine(head: string): boolean {
  const first = head.split(/\r\n|\r|\n/).find((line) => !isComment(line));
  if (first === undefined || !first.trim().startsWith("{")) return !/^\s*\[/.test(first ?? "");
  try {
    JSON.parse(first);
    return true;
  } catch {
    return false;
  }
}

/** RuneLite's log: a record a line, or an array of records. */
export function runeliteParser(sink: LogSink, head: string): LogParser {
  const read = readJson(parseRuneliteTrade);
  const onText = (line: number, text: string) => tell(sink, line, read(text), text);
  return isByLine(head) ? lineParser(sink, onText) : recordParser(sink, null, onText);
}

/** The account file of Flipping Utilities: the offers of all its items. */
export function flippingUtilitiesParser(sink: LogSink): LogParser {
  const read = readJson(parseFlippingOffer);
  return recordParser(sink, "sO", (line, text) => tell(sink, line, read(text), text));
}

/** Our own export as JSON. */
export function ownParser(sink: LogSink): LogParser {
  const read = readJson(parseOwnTrade);
  return recordParser(sink, "trades", (line, text) => tell(sink, line, read(text), text));
}

/** The Exchange Logger's lines. `offers` goes from file to file, since an offer may end in the next one. */
export function exchangeParser(sink: LogSink, head: string, offers: ExchangeOffers): LogParser {
  const onText = (line: number, text: string) => {
    const parsed = parseExchangeLine(text);
    if (isRefusal(parsed)) return sink.refusal(line, parsed.reason, text);
    for (const trade of offers.next(parsed)) sink.trade(line, trade, text);
  };
  return isByLine(head) ? lineParser(sink, onText) : recordParser(sink, null, onText);
}
