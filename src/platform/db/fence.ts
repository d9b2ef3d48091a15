import type { Sql, TransactionSql } from "postgres";
import type { Hold } from "./lease.ts";

/** The lease belongs to another process by now, so nothing was written. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

type Body = (tx: TransactionSql) => unknown;

/**
 * A client whose transactions begin with a check that the lease is still held: one of an earlier holder, which was frozen
 * and is running again, throws LeaseLost and writes nothing. The lock on the row makes a takeover wait for the transaction,
 * or end it.
 */
export function fenceTransactions(sql: Sql, { name, fence, isValid }: Hold): Sql {
  const begin = async (...args: unknown[]): Promise<unknown> => {
    const body = args.pop() as Body;
    const fenced = async (tx: TransactionSql): Promise<unknown> => {
      const held = isValid()
        ? await tx`select 1 from leases where name = ${name} and fence = ${fence} for key share`
        : [];
      if (held.length === 0) throw new LeaseLost(`the lease ${name} belongs to another process`);
      return body(tx);
    };
    return (sql.begin as (...all: unknown[]) => Promise<unknown>)(...args, fenced);
  };
  return new Proxy(sql, {
    get: (client, key) => (key === "begin" ? begin : (Reflect.get(client, key) as unknown)),
  });
}
