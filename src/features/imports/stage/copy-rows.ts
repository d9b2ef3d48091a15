import { once } from "node:events";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import type { TransactionSql } from "postgres";

const FLUSH_LENGTH = 256 * 1_024;

export type CopyValue = string | number | boolean | null;

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A value in COPY's text format. PostgreSQL's text holds no NUL and no lone surrogate. */
function asText(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value !== "string") return typeof value === "boolean" ? (value ? "t" : "f") : String(value);
  return /[\\\n\r\t\0\uD800-\uDFFF]/.test(value)
    ? value
        .toWellFormed()
        .replaceAll("\0", "\uFFFD")
        .replaceAll(/[\\\n\r\t]/g, (each) => ESCAPES[each] ?? each)
    : value;
}

/** Rows on their way into a table by COPY. `add` only collects; `flush` waits for the database. */
export class CopyRows {
  readonly #stream: Writable;
  #text = "";

  private constructor(stream: Writable) {
    this.#stream = stream;
    // A lost connection is told by the next write, and by the transaction.
    stream.on("error", () => undefined);
  }

  static async open(tx: TransactionSql, table: string, columns: readonly string[]): Promise<CopyRows> {
    return new CopyRows(await tx`copy ${tx(table)} (${tx(columns)}) from stdin`.writable());
  }

  add(values: readonly CopyValue[]): void {
    let line = "";
    for (const [index, value] of values.entries()) line += index === 0 ? asText(value) : `\t${asText(value)}`;
    this.#text += `${line}\n`;
  }

  async flush(): Promise<void> {
    if (this.#text.length >= FLUSH_LENGTH) await this.#write();
  }

  async #write(): Promise<void> {
    const isTaken = this.#stream.write(this.#text);
    this.#text = "";
    if (!isTaken) await once(this.#stream, "drain");
  }

  /** Gives the rows up. Until then the connection takes no other statement, not even a rollback. */
  abort(): void {
    this.#stream.destroy(new Error("the rows were given up"));
  }

  async end(): Promise<void> {
    if (this.#text !== "") await this.#write();
    this.#stream.end();
    await finished(this.#stream);
  }
}
