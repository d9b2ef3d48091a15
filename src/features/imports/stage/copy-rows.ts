import type { TransactionSql } from "postgres";
import { openCopy } from "#platform/db/copy.ts";
import type { Copy } from "#platform/db/copy.ts";

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
  readonly #copy: Copy;
  #text = "";

  private constructor(copy: Copy) {
    this.#copy = copy;
  }

  static async open(tx: TransactionSql, table: string, columns: readonly string[]): Promise<CopyRows> {
    return new CopyRows(await openCopy(tx, tx`copy ${tx(table)} (${tx(columns)}) from stdin`));
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
    const text = this.#text;
    this.#text = "";
    await this.#copy.write(text);
  }

  /** Gives the rows up. Until then the connection takes no other statement, not even a rollback. */
  abort(): void {
    this.#copy.abort();
  }

  async end(): Promise<void> {
    if (this.#text !== "") await this.#write();
    await this.#copy.end();
  }
}
