import type { Sql, TransactionSql } from "postgres";

/** Months are named by their first instant, UTC. */
export const monthStart = (at: Date, offset = 0): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1));

/** `item_price_history_p202609` */
export const partitionName = (parent: string, month: Date): string =>
  `${parent}_p${monthStart(month).toISOString().slice(0, 7).replace("-", "")}`;

/** What tells a partition that this code made from a table that merely has such a name. */
const MADE_HERE = "A month's partition, made by ge-metrics.";

type Storage = {
  /** Rows up to so many bytes are kept whole instead of moved out of line; PostgreSQL's own limit is about 2,000. */
  wholeRowBytes?: number;
};

/**
 * Makes the partition of the month that `at` lies in, unless it stands; true when it was made. Safe from several
 * processes at once. It commits on its own, so call it before the transaction that writes.
 */
export async function ensurePartition(
  sql: Sql,
  parent: string,
  at: Date,
  storage: Storage = {},
): Promise<boolean> {
  const from = monthStart(at);
  const name = partitionName(parent, from);
  if (await stands(sql, name)) return false;

  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`partition:${name}`}, 0))`;
    if (await stands(tx, name)) return false;
    // LIKE + ATTACH takes SHARE UPDATE EXCLUSIVE on the parent: readers and writers go on. PARTITION OF
    // would stop them. The parent's keys and indexes are made by ATTACH.
    const { wholeRowBytes } = storage;
    const parameters = wholeRowBytes === undefined ? "" : ` with (toast_tuple_target = ${wholeRowBytes})`;
    await tx.unsafe(
      `create table "${name}" (like "${parent}" including defaults including constraints including storage)${parameters}`,
    );
    await tx.unsafe(`comment on table "${name}" is '${MADE_HERE.replaceAll("'", "''")}'`);
    await tx.unsafe(
      `alter table "${parent}" attach partition "${name}"
       for values from ('${from.toISOString()}') to ('${monthStart(from, 1).toISOString()}')`,
    );
    return true;
  });
}

/** Not by `to_regclass`: that asks a session's cache, which does not yet know of a table made a moment ago. */
async function stands(sql: Sql | TransactionSql, name: string): Promise<boolean> {
  const [found] = await sql<{ stands: boolean }[]>`
    select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = ${name} and n.nspname = current_schema()) as stands`;
  return found?.stands ?? false;
}

/** Makes every month from `from` to `monthsAhead` after `now`; answers the names it made. */
export async function maintainPartitions(
  sql: Sql,
  parent: string,
  opts: { from: Date; now: Date; monthsAhead: number; storage?: Storage },
): Promise<string[]> {
  const last = monthStart(opts.now, opts.monthsAhead);
  const made: string[] = [];
  for (let month = monthStart(opts.from); month <= last; month = monthStart(month, 1)) {
    if (await ensurePartition(sql, parent, month, opts.storage)) made.push(partitionName(parent, month));
  }
  return made;
}

export type MonthPartition = { name: string; month: Date; isAttached: boolean; isDetaching: boolean };

/** The months of `parent` that this code made, oldest first; those that a cut-off drop left detached too. */
export async function listPartitions(sql: Sql, parent: string): Promise<MonthPartition[]> {
  const found = await sql<{ name: string; attached: boolean; detaching: boolean }[]>`
    select c.relname as name, i.inhrelid is not null as attached, coalesce(i.inhdetachpending, false) as detaching
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = ${parent}::regclass
    where c.relkind = 'r' and obj_description(c.oid, 'pg_class') = ${MADE_HERE}
      and c.relname ~ ${`^${parent}_p[0-9]{6}$`}
    order by c.relname`;
  return found.map(({ name, attached, detaching }) => ({
    name,
    month: new Date(Date.UTC(Number(name.slice(-6, -2)), Number(name.slice(-2)) - 1, 1)),
    isAttached: attached,
    isDetaching: detaching,
  }));
}

/**
 * Drops one month for good. Readers and writers of the other months go on: DETACH CONCURRENTLY waits for those who
 * are in the middle of it. May be cut anywhere; the next call finishes it.
 */
export async function dropPartition(sql: Sql, parent: string, partition: MonthPartition): Promise<void> {
  const { name } = partition;
  const own = await sql.reserve();
  try {
    await own`set statement_timeout = '5min'`;
    // Neither runs inside a transaction block.
    if (partition.isDetaching)
      await own.unsafe(`alter table "${parent}" detach partition "${name}" finalize`);
    else if (partition.isAttached)
      await own.unsafe(`alter table "${parent}" detach partition "${name}" concurrently`);
    await own.unsafe(`drop table "${name}"`);
  } finally {
    await own`reset statement_timeout`.catch(() => undefined);
    own.release();
  }
}
