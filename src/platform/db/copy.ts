import { once } from "node:events";
import type { Writable } from "node:stream";
import type { PendingQuery, Row, TransactionSql } from "postgres";

/** COPY ... FROM STDIN in the text format, in a transaction. */
export type Copy = {
  /** Resolves when more text may come. Throws the statement's error. */
  write: (text: string) => Promise<void>;
  /** Resolves when the database has stored all rows; throws if it refused one. */
  end: () => Promise<void>;
  /** Gives the rows up. Until then the connection takes no other statement, not even a rollback. */
  abort: () => void;
};

export type CopyValue = string | number | boolean | null;

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A value in COPY's text format. PostgreSQL's text holds no NUL and no lone surrogate. */
export function copyCell(value: CopyValue): string {
  if (value === null) return "\\N";
  if (typeof value !== "string") return typeof value === "boolean" ? (value ? "t" : "f") : String(value);
  return /[\\\n\r\t\0\uD800-\uDFFF]/.test(value)
    ? value
        .toWellFormed()
        .replaceAll("\0", "\uFFFD")
        .replaceAll(/[\\\n\r\t]/g, (each) => ESCAPES[each] ?? each)
    : value;
}

type FinalCallback = (error?: Error | null) => void;

/** `statement` ends in `from stdin`. */
export async function openCopy(tx: TransactionSql, statement: PendingQuery<Row[]>): Promise<Copy> {
  const stream = await statement.writable();
  const failed = new Promise<never>((_, reject) => {
    stream.once("error", reject);
  });
  failed.catch(() => undefined);
  return {
    write: async (text) => {
      if (!stream.write(text)) await Promise.race([once(stream, "drain"), failed]);
    },
    end: async () => {
      await Promise.race([sendEnd(stream), failed]);
      // postgres 3.4 loses an error that comes after the end of the rows, and its stream then never finishes. The next
      // statement fails if the transaction has.
      try {
        await tx`select 1`;
      } catch (error) {
        throw new Error("the database refused rows of a COPY", { cause: error });
      }
    },
    abort: () => {
      stream.destroy(new Error("the rows were given up"));
    },
  };
}

/** Resolves when the end of the rows is written: a statement that is sent earlier would stand amid the rows. */
const sendEnd = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    const send = stream._final.bind(stream);
    stream._final = (callback: FinalCallback) => {
      send(callback);
      resolve();
    };
    stream.end();
  });
