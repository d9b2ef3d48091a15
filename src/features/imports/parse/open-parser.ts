import type { ExchangeOffers } from "#features/trades/rules/logs/exchange-offers.ts";
import type { FoundFile } from "#features/imports/contract.ts";
import { exchangeParser, flippingUtilitiesParser, ownParser, runeliteParser } from "./record-parsers.ts";
import type { LogParser, LogSink } from "./log-sink.ts";
import { tableParser } from "./table-parser.ts";

/** The parser of a file that was recognised. `offers` is shared by all files of an import. */
export function openParser(
  sink: LogSink,
  { format, mapping }: FoundFile,
  { head, offers }: { head: string; offers: ExchangeOffers },
): LogParser {
  switch (format) {
    case "runelite":
      return runeliteParser(sink, head);
    case "exchange-logger":
      return exchangeParser(sink, head, offers);
    case "flipping-utilities":
      return flippingUtilitiesParser(sink);
    case "ge-metrics":
      return ownParser(sink);
    case "ge-metrics-csv":
    case "flipping-utilities-csv":
    case "copilot-transactions":
    case "copilot-flips":
    case "table":
      return tableParser(sink, format, { head, mapping });
    case null:
      throw new Error("a file that is no log has no parser");
  }
}
