import { MAX_RECORD_LENGTH } from "#features/imports/rules/sizes.ts";

/** `text` null: the line is longer than MAX_RECORD_LENGTH; `start` is its beginning. */
type OnLine = (line: number, text: string | null, start: string) => void;

/** Splits text that arrives in parts into lines, which end with LF, CRLF or CR. Holds no more of a line than its bound. */
export class LineSplitter {
  readonly #onLine: OnLine;
  #rest = "";
  #line = 0;
  /** The beginning of a line that is too long; its rest is skipped. */
  #skipped: string | null = null;

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  push(text: string): void {
    const all = this.#rest + text;
    // A CR at the end may be the first half of CRLF.
    const lines = all.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#end(line);
    if (this.#rest.length <= MAX_RECORD_LENGTH) return;
    this.#skipped ??= this.#rest.slice(0, 200);
    this.#rest = this.#rest.endsWith("\r") ? "\r" : "";
  }

  end(): void {
    const last = this.#rest.replace(/\r$/, "");
    if (last !== "" || this.#skipped !== null) this.#end(last);
    this.#rest = "";
  }

  #end(line: string): void {
    this.#line += 1;
    const skipped = this.#skipped;
    this.#skipped = null;
    if (skipped === null && line.length <= MAX_RECORD_LENGTH) this.#onLine(this.#line, line, line);
    else this.#onLine(this.#line, null, skipped ?? line.slice(0, 200));
  }
}
