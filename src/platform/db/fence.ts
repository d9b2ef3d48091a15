import { drizzle } from "drizzle-orm/postgres-js";
import type { Sql, TransactionSql } from "postgres";
import { clientOf } from "./db.ts";
import type { DbHandle } from "./db.ts";
import type { Hold } from "./lease.ts";

/** The lease belongs to another process by now, so nothing was written. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

type Body = (tx: TransactionSql) => unknown;

/**
 * The same database for the jobs of a lease's holder. Its statements throw LeaseLost once the holder knows that it may
 * have lost the lease, and its transactions begin with a check of the fence in the database, so that one of an earlier
 * holder, which was frozen and is running again, writes nothing. The lock on the row does not make a takeover wait: a
 * transaction that has passed the check is rolled back when the takeover ends the holder's connections (`lease.ts`).
 */
export const fenceDb = (db: DbHandle, hold: Hold): DbHandle => ({
  ...db,
  orm: drizzle(fenceClient(clientOf(db.orm), hold)),
  sql: fenceClient(db.sql, hold),
});

function fenceClient(sql: Sql, { name, fence, isValid }: Hold): Sql {
  const check = () => {
    if (!isValid()) throw new LeaseLost(`the lease ${name} may belong to another process`);
  };
  const begin = async (...args: unknown[]): Promise<unknown> => {
    check();
    const body = args.pop() as Body;
    const fenced = async (tx: TransactionSql): Promise<unknown> => {
      check();
      const held = await tx`select 1 from leases where name = ${name} and fence = ${fence} for key share`;
      if (held.length === 0) throw new LeaseLost(`the lease ${name} belongs to another process`);
      return body(tx);
    };
    return (sql.begin as (...all: unknown[]) => Promise<unknown>)(...args, fenced);
  };
  const unsafe: Sql["unsafe"] = (...args) => {
    check();
    return sql.unsafe(...args);
  };
  const fencedParts = { begin, unsafe };
  return new Proxy(sql, {
    apply: (client, self, args) => {
      check();
      return Reflect.apply(client, self, args);
    },
    get: (client, key) =>
      Object.hasOwn(fencedParts, key)
        ? fencedParts[key as keyof typeof fencedParts]
        : (Reflect.get(client, key) as unknown),
  });
}
