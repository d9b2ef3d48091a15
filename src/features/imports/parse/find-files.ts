import { delimiterOf, recogniseLog } from "#features/trades/rules/logs/recognise.ts";
import { isAppError } from "#platform/app-error.ts";
import type { FoundFile } from "#features/imports/contract.ts";
import { headerKey, proposeColumns } from "#features/imports/rules/columns.ts";
import type { ColumnMapping } from "#features/imports/rules/columns.ts";
import { readTime } from "#features/imports/rules/read-time.ts";
import { decodeText } from "#features/imports/unpack/decode-text.ts";
import type { Entry } from "#features/imports/unpack/unpack.ts";
import { refusedFile } from "#features/imports/unpack/budget.ts";
import { readFirstRows } from "./table-parser.ts";

const HEAD_LENGTH = 64 * 1_024;
const SAMPLE_ROWS = 5;
const MAX_COLUMNS = 200;
const MAX_CELL = 100;
/** A longer one is a sentence. */
const MAX_COLUMN_NAME = 60;
const CLOCK_FORMATS: ReadonlySet<string> = new Set(["exchange-logger", "flipping-utilities-csv"]);

/** The start of a file's text. */
export async function readHead(entry: Entry): Promise<string> {
  let head = "";
  for await (const text of decodeText(entry.open())) {
    head += text;
    if (head.length >= HEAD_LENGTH) break;
  }
  return head.slice(0, HEAD_LENGTH);
}

const NO_HEADER = "No known log of trades, and its first line does not name the columns of a table";

const shown = (text: string): string => text.replaceAll("\0", "").slice(0, MAX_CELL);

/** Whether its times are of a clock without a zone, as far as the first rows show. */
export function hasClockTimes(sample: readonly string[][], { columns, isDayFirst }: ColumnMapping): boolean {
  const cells = [columns.time, columns.buyTime, columns.sellTime].flatMap((index) =>
    index === undefined ? [] : sample.map((row) => row[index] ?? ""),
  );
  return cells.some((cell) => {
    const time = readTime(cell, isDayFirst);
    return time !== null && "local" in time;
  });
}

/** A first part above 12 of a date tells that it is a day. */
const isDayFirstIn = (sample: readonly string[][]): boolean =>
  sample.flat().some((cell) => /^(?:1[3-9]|2\d|3[01])[-/.]\d{1,2}[-/.]\d{4}/.test(cell.trim()));

type Known = (key: string) => ColumnMapping | undefined;

function describeTable(name: string, head: string, known: Known): FoundFile {
  const end = Math.max(head.lastIndexOf("\n"), head.lastIndexOf("\r"));
  const rows = readFirstRows(end < 0 ? head : head.slice(0, end), SAMPLE_ROWS + 1);
  const [header = [], ...sample] = rows.map((row) => row.slice(0, MAX_COLUMNS).map(shown));
  if (header.some((column) => column.length > MAX_COLUMN_NAME)) return left(name, NO_HEADER);
  const chosen = known(headerKey(header));
  const proposed = { columns: proposeColumns(header), isDayFirst: isDayFirstIn(sample), isAfterTax: false };
  const mapping = chosen ?? proposed;
  return {
    name,
    format: "table",
    problem: null,
    header,
    sample,
    mapping,
    isMapped: chosen !== undefined,
    hasLocalTimes: hasClockTimes(sample, mapping),
  };
}

const left = (name: string, problem: string): FoundFile => ({
  name,
  format: null,
  problem,
  header: null,
  sample: [],
  mapping: null,
  isMapped: false,
  hasLocalTimes: false,
});

async function describe(entry: Entry, known: Known): Promise<FoundFile> {
  try {
    const head = await readHead(entry);
    const format = recogniseLog(head);
    if (format === "table") return describeTable(entry.name, head, known);
    if (format !== null)
      return {
        ...left(entry.name, ""),
        problem: null,
        format,
        hasLocalTimes: CLOCK_FORMATS.has(format),
      };
    const isLine = delimiterOf(head.split("\n", 1)[0] ?? "") !== null;
    return left(
      entry.name,
      head.trim() === "" ? "The file is empty" : isLine ? NO_HEADER : "No known log of trades, and no table",
    );
  } catch (error) {
    // One odd file does not spoil the others of a zip.
    if (isAppError(error) && error.code === "invalid_input") return left(entry.name, error.message);
    throw error;
  }
}

/**
 * Tells by the beginning of each file what it is. `known`: the mappings that the trader has chosen, by header. Throws
 * `invalid_input` if there is nothing to read.
 */
export async function findFiles(entries: readonly Entry[], known: Known): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const entry of entries) files.push(await describe(entry, known));
  const [first] = files;
  if (files.every(({ problem }) => problem !== null))
    throw refusedFile(
      files.length === 1 ? (first?.problem ?? "") : `None of its ${files.length} files is a log of trades`,
    );
  return files;
}
