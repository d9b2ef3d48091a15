import type { Sql, TransactionSql } from "postgres";

/** Months are named by their first instant, UTC. */
export const monthStart = (at: Date, offset = 0): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1));

/** `item_price_history_p202609` */
export const partitionName = (parent: string, month: Date): string =>
  `${parent}_p${monthStart(month).toISOString().slice(0, 7).replace("-", "")}`;

/** Read from the catalogue's rows: `to_regclass` may remember that a table was not there a moment ago. */
async function stands(sql: Sql | TransactionSql, parent: string, name: string): Promise<boolean> {
  const found = await sql`
    select 1 from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = ${parent}::regclass and relname = ${name}`;
  return found.length > 0;
}

/**
 * Makes the partition of the month that `at` lies in, unless it stands; true when it was made. Safe from several
 * processes at once. It commits on its own, so call it before the transaction that writes.
 */
export async function ensurePartition(sql: Sql, parent: string, at: Date): Promise<boolean> {
  const from = monthStart(at);
  const name = partitionName(parent, from);
  if (await stands(sql, parent, name)) return false;

  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`partition:${name}`}, 0))`;
    if (await stands(tx, parent, name)) return false;
    // LIKE + ATTACH takes SHARE UPDATE EXCLUSIVE on the parent: readers and writers go on. PARTITION OF
    // would stop them. The parent's keys and indexes are made by ATTACH.
    await tx`create table ${tx(name)} (like ${tx(parent)} including defaults including constraints)`;
    await tx.unsafe(
      `alter table "${parent}" attach partition "${name}"
       for values from ('${from.toISOString()}') to ('${monthStart(from, 1).toISOString()}')`,
    );
    return true;
  });
}

/** Makes every month from `from` to `monthsAhead` after `now`; answers the names it made. */
export async function maintainPartitions(
  sql: Sql,
  parent: string,
  opts: { from: Date; now: Date; monthsAhead: number },
): Promise<string[]> {
  const last = monthStart(opts.now, opts.monthsAhead);
  const made: string[] = [];
  for (let month = monthStart(opts.from); month <= last; month = monthStart(month, 1)) {
    if (await ensurePartition(sql, parent, month)) made.push(partitionName(parent, month));
  }
  return made;
}
