import type { TransactionSql } from "postgres";
import { copyCell, openCopy } from "#platform/db/copy.ts";
import type { Copy, CopyValue } from "#platform/db/copy.ts";

const FLUSH_LENGTH = 256 * 1_024;

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
    for (const [index, value] of values.entries())
      line += index === 0 ? copyCell(value) : `\t${copyCell(value)}`;
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
