import type { PendingQuery, Row, Sql } from "postgres";

/** Rows that are in memory at a time. */
const PAGE_ROWS = 2_000;

/** Pages of a query in the order of a key, read one by one: `read` gets the last row of the page before. */
export async function* keyset<T>(
  read: (last: T | undefined, rows: number) => Promise<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  let last: T | undefined;
  do {
    const page = await read(last, PAGE_ROWS);
    yield page;
    last = page.length === PAGE_ROWS ? page.at(-1) : undefined;
  } while (last !== undefined);
}

/** The condition of rows after this one, in the order of `at` and `id`. */
export const after = (sql: Sql, last: { atMs: number; id: string } | undefined): PendingQuery<Row[]> =>
  last === undefined
    ? sql``
    : sql`and (at, id) > (to_timestamp(${last.atMs}::float8 / 1000), ${last.id}::uuid)`;
