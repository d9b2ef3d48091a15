import { MAX_RECORD_LENGTH } from "#features/imports/rules/sizes.ts";

/** `text` null: the record is longer than MAX_RECORD_LENGTH. */
type OnRecord = (line: number, text: string | null) => void;

type Frame = { isArray: boolean; key: string };

const [QUOTE, BACKSLASH, NEWLINE, COLON, COMMA] = [34, 92, 10, 58, 44];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [123, 125, 91, 93];
/** Deeper than any log; what nests further is no log. */
const MAX_DEPTH = 64;
const MAX_KEY = 64;

/**
 * Cuts JSON that arrives in parts into the records of a log, without ever holding the whole: objects at the top or in an
 * array at the top; with `listKey`, objects in an array of that name wherever it is. It only finds where records begin
 * and end. Whether one is JSON shows when it is parsed.
 */
export class JsonRecords {
  readonly #onRecord: OnRecord;
  readonly #listKey: string | null;
  readonly #frames: Frame[] = [];
  #line = 1;
  #inString = false;
  #isEscaped = false;
  /** The last string, which is a key if a colon follows. */
  #string = "";
  #key = "";
  /** Depth of the record that is being collected, 0 for none; its text so far and its first line. */
  #recordDepth = 0;
  #record: string | null = "";
  #recordLine = 0;
  /** False once brackets do not match: the rest cannot be cut. */
  isWhole = true;

  constructor(onRecord: OnRecord, listKey: string | null) {
    this.#onRecord = onRecord;
    this.#listKey = listKey;
  }

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length && this.isWhole; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) this.#line += 1;
      if (this.#inString) {
        this.#readString(code);
        continue;
      }
      if (code === QUOTE) {
        this.#inString = true;
        this.#string = "";
      } else if (code === COLON) this.#key = this.#string;
      else if (code === COMMA) this.#key = "";
      else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
        if (code === OPEN_OBJECT && this.#recordDepth === 0 && this.#isRecordHere()) {
          this.#recordDepth = this.#frames.length + 1;
          this.#recordLine = this.#line;
          this.#record = "";
          from = at;
        }
        this.#frames.push({ isArray: code === OPEN_ARRAY, key: this.#key });
        this.#key = "";
        if (this.#frames.length > MAX_DEPTH) this.isWhole = false;
      } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
        const frame = this.#frames.pop();
        if (frame === undefined || frame.isArray !== (code === CLOSE_ARRAY)) this.isWhole = false;
        else if (this.#frames.length + 1 === this.#recordDepth) {
          this.#keep(text.slice(from, at + 1));
          this.#onRecord(this.#recordLine, this.#record);
          this.#recordDepth = 0;
          this.#record = "";
        }
      }
    }
    if (this.#recordDepth > 0) this.#keep(text.slice(from));
  }

  /** The line that was read last, from 1. */
  get line(): number {
    return this.#line;
  }

  /** Whether the text ended where JSON may end. */
  get isComplete(): boolean {
    return this.isWhole && this.#frames.length === 0 && !this.#inString;
  }

  #readString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.#inString = false;
    else if (this.#recordDepth === 0 && this.#string.length < MAX_KEY)
      this.#string += String.fromCharCode(code);
  }

  #isRecordHere(): boolean {
    const parent = this.#frames.at(-1);
    if (this.#listKey !== null) return parent?.isArray === true && parent.key === this.#listKey;
    return parent === undefined || (parent.isArray && this.#frames.length === 1);
  }

  #keep(part: string): void {
    if (this.#record === null) return;
    this.#record = this.#record.length + part.length > MAX_RECORD_LENGTH ? null : this.#record + part;
  }
}
