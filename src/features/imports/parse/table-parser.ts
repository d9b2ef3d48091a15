import { finished } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { parseCopilotFlip, parseCopilotTransaction } from "#features/trades/rules/logs/flipping-copilot.ts";
import { parseFlippingRow } from "#features/trades/rules/logs/flipping-utilities.ts";
import { OWN_COLUMNS, parseOwnRow } from "#features/trades/rules/logs/own-file.ts";
import { isRefusal } from "#features/trades/rules/logs/logged-trade.ts";
import type { LoggedTrade, Refusal } from "#features/trades/rules/logs/logged-trade.ts";
import { delimiterOf } from "#features/trades/rules/logs/recognise.ts";
import type { LogFormat } from "#features/trades/rules/logs/recognise.ts";
import type { ColumnMapping } from "#features/imports/rules/columns.ts";
import { mapRow } from "#features/imports/rules/map-row.ts";
import { MAX_RECORD_LENGTH } from "#features/imports/rules/sizes.ts";
import { refusedFile } from "#features/imports/unpack/budget.ts";
import type { LogParser, LogSink } from "./log-sink.ts";

export type TableFormat = Extract<
  LogFormat,
  "ge-metrics-csv" | "flipping-utilities-csv" | "copilot-transactions" | "copilot-flips" | "table"
>;

type Row = readonly string[];
type ReadRow = (row: Row) => (LoggedTrade | Refusal)[];
type NamedRow = Readonly<Record<string, string>>;

const COPILOT_TRADE = [
  "Timestamp",
  "Account",
  "Side",
  "Item",
  "Quantity",
  "Paid/Received",
  "Tax",
  "Price ea.",
];
const COPILOT_FLIP = [
  "First buy time",
  "Last sell time",
  "Account",
  "Item",
  "Bought",
  "Sold",
  "Avg. buy price",
  "Avg. sell price",
  "Tax",
  "Profit",
];

/** Known tables: their columns as their parser looks for them, whatever their case and order in the file. */
const KNOWN: Record<
  Exclude<TableFormat, "table">,
  { columns: readonly string[]; parse: (row: NamedRow) => (LoggedTrade | Refusal)[] }
> = {
  "ge-metrics-csv": { columns: Object.values(OWN_COLUMNS), parse: (row) => [parseOwnRow(row)] },
  "flipping-utilities-csv": {
    columns: ["name", "date", "quantity", "price", "state"],
    parse: (row) => [parseFlippingRow(row)],
  },
  "copilot-transactions": { columns: COPILOT_TRADE, parse: (row) => [parseCopilotTransaction(row)] },
  "copilot-flips": { columns: COPILOT_FLIP, parse: parseCopilotFlip },
};

function rowReader(format: TableFormat, header: Row, mapping: ColumnMapping | null): ReadRow {
  if (format === "table") return mapping === null ? () => [] : (row) => mapRow(row, mapping);
  const plain = header.map((name) => name.trim().toLowerCase());
  const { columns, parse: parseRow } = KNOWN[format];
  const places = columns
    .map((name) => [name, plain.indexOf(name.toLowerCase())] as const)
    .filter(([, at]) => at >= 0);
  return (row) => parseRow(Object.fromEntries(places.map(([name, at]) => [name, row[at] ?? ""])));
}

const firstLine = (head: string): string =>
  head.split(/\r\n|\r|\n/).find((line) => line.trim() !== "" && !line.trim().startsWith("#")) ?? "";

/** A table's parser: quotes as spreadsheets write them, rows of any length, lines that start with # are comments. */
const openTable = (delimiter: string) =>
  parse({
    delimiter,
    comment: "#",
    comment_no_infix: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: MAX_RECORD_LENGTH,
    info: true,
  });

type Read = { record: string[]; info: { lines: number } };

/** Passes each row with its line to `onRow`. Throws `invalid_input` where the table cannot be followed any more. */
function createRows(head: string, onRow: (line: number, row: Row) => void): LogParser {
  const table = openTable(delimiterOf(firstLine(head)) ?? ",");
  let problem: Error | null = null;
  table.on("error", (error) => {
    problem = error;
  });
  const drain = () => {
    if (problem !== null) throw asRefusal(problem);
    for (let read = table.read() as Read | null; read !== null; read = table.read() as Read | null)
      onRow(read.info.lines, read.record);
    if (problem !== null) throw asRefusal(problem);
  };
  return {
    push: (text) => {
      table.write(text);
      drain();
    },
    end: async () => {
      table.end();
      drain();
      // The stream tells of an error a moment later.
      await finished(table).catch(() => undefined);
      drain();
    },
  };
}

function asRefusal(error: Error): Error {
  if (!(error instanceof CsvError)) return error;
  const line = "lines" in error ? Number(error["lines"]) : null;
  return refusedFile(
    `The table cannot be read${line === null ? "" : ` from about line ${line} on`}: a quote is not closed, or a row is longer than ${MAX_RECORD_LENGTH.toLocaleString("en")} characters`,
  );
}

/** The first rows of a table, the header among them. `head`: its start, up to the end of a line. */
export function readFirstRows(head: string, count: number): string[][] {
  const rows: string[][] = [];
  const parser = createRows(head, (_line, row) => {
    if (rows.length < count) rows.push([...row]);
  });
  // The parser holds a row back until it sees what follows the line break.
  parser.push(head + "\n".repeat(64));
  return rows;
}

/** A table with a header; `mapping` for one that is no known log. */
export function tableParser(
  sink: LogSink,
  format: TableFormat,
  { head, mapping }: { head: string; mapping: ColumnMapping | null },
): LogParser {
  let read: ReadRow | null = null;
  return createRows(head, (line, row) => {
    if (read === null) {
      read = rowReader(format, row, mapping);
      return;
    }
    for (const result of read(row)) {
      if (isRefusal(result)) sink.refusal(line, result.reason, row.join(","));
      else sink.trade(line, result, "");
    }
  });
}
