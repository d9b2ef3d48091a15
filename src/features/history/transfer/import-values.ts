import type { Line } from "./import-lines.ts";

/** A JSON value and the line it starts on, or the reason why it was refused. `isLine`: it is exactly that one line. */
export type Captured = { line: number; isLine: boolean } & ({ value: unknown } | { refused: string });

const MAX_DOCUMENT_CHARS = 64 * 1024 * 1024;

type Read = { value: unknown } | { refused: string };

function parse({ text, ended }: Pick<Line, "text" | "ended">): Read {
  if (text === null) return { refused: "line too long" };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { refused: ended ? "not JSON" : "cut short" };
  }
}

const isBlank = ({ text }: Line): boolean => text !== null && text.trim() === "";
const isContainer = (read: Read): boolean =>
  "value" in read && typeof read.value === "object" && read.value !== null;

/**
 * Parses JSON lines, or one JSON document over many lines: the latter if neither of the first two lines is an object or
 * array of its own. A line that is not JSON is refused, and reading goes on. Skips the lines up to `after`.
 */
export async function* readValues(chunks: AsyncIterable<Line[]>, after = 0): AsyncGenerator<Captured[]> {
  let first: Line | null = null;
  let mode: "unknown" | "lines" | "document" = after > 0 ? "lines" : "unknown";
  let document: string[] = [];
  let length = 0;
  let ended = true;
  const collect = (line: Line) => {
    ended = line.ended;
    length += line.text?.length ?? MAX_DOCUMENT_CHARS;
    if (length <= MAX_DOCUMENT_CHARS) document.push(line.text ?? "");
    else document = [];
  };

  for await (const lines of chunks) {
    const values: Captured[] = [];
    for (const line of lines) {
      if (line.number <= after || isBlank(line)) continue;
      if (mode === "document") {
        collect(line);
        continue;
      }
      const read = parse(line);
      if (mode === "lines") {
        values.push({ line: line.number, isLine: true, ...read });
      } else if (isContainer(read)) {
        mode = "lines";
        if (first !== null) values.push({ line: first.number, isLine: true, ...parse(first) });
        values.push({ line: line.number, isLine: true, ...read });
      } else if (first === null) {
        first = line;
      } else {
        mode = "document";
        collect(first);
        collect(line);
      }
    }
    if (values.length > 0) yield values;
  }
  if (mode === "unknown" && first !== null) yield [{ line: first.number, isLine: true, ...parse(first) }];
  if (mode !== "document") return;
  const text = length > MAX_DOCUMENT_CHARS ? null : document.join("\n");
  yield [{ line: first?.number ?? 1, isLine: false, ...parse({ text, ended }) }];
}
