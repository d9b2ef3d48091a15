import type { Sql, TransactionSql } from "postgres";
import { ConnectionClosed } from "./socket.ts";

type Body = (tx: TransactionSql) => unknown;
type Line = { over: boolean };

/**
 * Has transactions that lost their connection end there. postgres 3.4.9 rejects `begin` at the loss, but lets the body
 * go on: its next query, or the rollback after its failure, is then written to a socket that is gone, from a timer, which
 * ends the process; or to the connection's next life, where it is somebody else's. Here a body whose transaction is over
 * asks the driver nothing more: what it asks throws CONNECTION_CLOSED, and how it ends is told to nobody.
 */
export function guardTransactions(client: Sql): Sql {
  const begin = client.begin as (...args: unknown[]) => Promise<unknown>;
  const guarded = async (...args: unknown[]): Promise<unknown> => {
    const line: Line = { over: false };
    const body = args.pop() as Body;
    try {
      return await begin(...args, (tx: TransactionSql) => settle(line, body, tx));
    } finally {
      line.over = true;
    }
  };
  return Object.assign(client, { begin: guarded }) as Sql;
}

/** A moment later than the body does: a loss that it failed by has reached `begin` by then. */
const settle = (line: Line, body: Body, tx: TransactionSql): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const unlessOver = (end: () => void) =>
      setImmediate(() => {
        if (!line.over) end();
      });
    const run = async () => {
      const made = body(guard(tx, line));
      return Array.isArray(made) ? Promise.all(made) : made;
    };
    run().then(
      (value) => unlessOver(() => resolve(value)),
      (error: unknown) => unlessOver(() => reject(error)),
    );
  });

function guard(tx: TransactionSql, line: Line): TransactionSql {
  const check = () => {
    if (line.over) throw new ConnectionClosed("the transaction is over");
  };
  return new Proxy(tx, {
    apply: (target, self, args) => {
      check();
      return Reflect.apply(target, self, args);
    },
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        check();
        const inner = key === "savepoint" ? (args.pop() as Body) : null;
        if (inner !== null) args.push((innerTx: TransactionSql) => settle(line, inner, innerTx));
        return Reflect.apply(value, target, args);
      };
    },
  });
}
