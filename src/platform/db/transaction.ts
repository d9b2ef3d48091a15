import type { Sql, TransactionSql } from "postgres";
import { ConnectionClosed } from "./socket.ts";

type Body = (tx: TransactionSql) => unknown;
type TransactionState = { ended: boolean };

/**
 * Ends a transaction's body when its connection is lost. postgres 3.4.9 then rejects `begin` but lets the body
 * continue: its next query, or its rollback, is written from a timer to a closed socket, which ends the process, or
 * to the reopened connection, inside another caller's transaction. With the guard, every further query of the body
 * throws CONNECTION_CLOSED and the body's result is ignored.
 */
export function guardTransactions(client: Sql): Sql {
  const begin = client.begin as (...args: unknown[]) => Promise<unknown>;
  const guarded = async (...args: unknown[]): Promise<unknown> => {
    const state: TransactionState = { ended: false };
    const body = args.pop() as Body;
    try {
      return await begin(...args, (tx: TransactionSql) => runBody(state, body, tx));
    } finally {
      state.ended = true;
    }
  };
  return Object.assign(client, { begin: guarded }) as Sql;
}

/** Settles one event loop turn after the body, so that a connection loss has reached `begin` first. */
const runBody = (state: TransactionState, body: Body, tx: TransactionSql): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const unlessEnded = (end: () => void) =>
      setImmediate(() => {
        if (!state.ended) end();
      });
    const run = async () => {
      const made = body(guardTransaction(tx, state));
      return Array.isArray(made) ? Promise.all(made) : made;
    };
    run().then(
      (value) => unlessEnded(() => resolve(value)),
      (error: unknown) => unlessEnded(() => reject(error)),
    );
  });

function guardTransaction(tx: TransactionSql, state: TransactionState): TransactionSql {
  const check = () => {
    if (state.ended) throw new ConnectionClosed("the transaction is over");
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
        if (inner !== null) args.push((innerTx: TransactionSql) => runBody(state, inner, innerTx));
        return Reflect.apply(value, target, args);
      };
    },
  });
}
