import type { Db } from "#platform/db/db.ts";

/** Moments of a function that reads outside of a transaction and writes within one. */
export type Moment = "before_read" | "before_transaction" | "in_write" | "before_commit" | "after_commit";

const QUERIES = new Set<string | symbol>(["select", "insert", "update", "delete", "execute"]);

/** The same object, whose queries call `before` first. */
function watched<T extends object>(target: T, before: () => void, replaced: Partial<T> = {}): T {
  return new Proxy(target, {
    get: (_target, name) => {
      if (Object.hasOwn(replaced, name)) return replaced[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      if (QUERIES.has(name)) before();
      return value.bind(target) as unknown;
    },
  });
}

/**
 * A database that tells of its moments. `reach` stops whoever uses it, by throwing or by waiting; it may wait only before
 * and after a transaction. `in_write` is before the second statement of a transaction.
 */
export function stoppable(db: Db, reach: (moment: Moment) => void | Promise<void>): Db {
  const now = (moment: Moment) => void reach(moment);
  const transaction: Db["transaction"] = async (run, config) => {
    await reach("before_transaction");
    const result = await db.transaction(async (tx) => {
      let statements = 0;
      const made = await run(
        watched(tx, () => {
          statements += 1;
          if (statements === 2) now("in_write");
        }),
      );
      await reach("before_commit");
      return made;
    }, config);
    await reach("after_commit");
    return result;
  };
  return watched(db, () => now("before_read"), { transaction } as Partial<Db>);
}
