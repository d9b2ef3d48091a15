import type { Sql, TransactionSql } from "postgres";

/** The first instant of a month, UTC; `offset` counts months. */
export const monthStart = (at: Date, offset = 0): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1));

/** The name of a month's partition, such as `item_price_history_p202609`. */
export const partitionName = (parent: string, month: Date): string =>
  `${parent}_p${monthStart(month).toISOString().slice(0, 7).replace("-", "")}`;

/** Stored as the table's comment, to tell partitions made here from other tables with a matching name. */
const PARTITION_COMMENT = "A month's partition, made by ge-metrics.";

type Storage = {
  /** Rows up to this size in bytes stay inline instead of moving to TOAST; PostgreSQL's default is about 2,000. */
  wholeRowBytes?: number;
};

/**
 * Creates the partition of the month that contains `at`, if it does not exist; returns true if it was created. Safe
 * to call from several processes at once. It commits on its own, so call it before the transaction that writes.
 */
export async function ensurePartition(
  sql: Sql,
  parent: string,
  at: Date,
  storage: Storage = {},
): Promise<boolean> {
  const from = monthStart(at);
  const name = partitionName(parent, from);
  if (await partitionExists(sql, name)) return false;

  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`partition:${name}`}, 0))`;
    if (await partitionExists(tx, name)) return false;
    // LIKE + ATTACH takes SHARE UPDATE EXCLUSIVE on the parent, which does not block readers or writers; PARTITION
    // OF would. ATTACH creates the parent's keys and indexes.
    const { wholeRowBytes } = storage;
    const parameters = wholeRowBytes === undefined ? "" : ` with (toast_tuple_target = ${wholeRowBytes})`;
    await tx.unsafe(
      `create table "${name}" (like "${parent}" including defaults including constraints including storage)${parameters}`,
    );
    await tx.unsafe(`comment on table "${name}" is '${PARTITION_COMMENT.replaceAll("'", "''")}'`);
    await tx.unsafe(
      `alter table "${parent}" attach partition "${name}"
       for values from ('${from.toISOString()}') to ('${monthStart(from, 1).toISOString()}')`,
    );
    return true;
  });
}

/** Does not use `to_regclass`: it asks the session's cache, which may not know a table that was just created. */
async function partitionExists(sql: Sql | TransactionSql, name: string): Promise<boolean> {
  const [found] = await sql<{ stands: boolean }[]>`
    select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = ${name} and n.nspname = current_schema()) as stands`;
  return found?.stands ?? false;
}

/**
 * Creates every month from `from` to `monthsAhead` months after `now`; returns the names of the created partitions.
 */
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

/** The partitions of `parent` made here, oldest first, including those an interrupted drop left detached. */
export async function listPartitions(sql: Sql, parent: string): Promise<MonthPartition[]> {
  const found = await sql<{ name: string; attached: boolean; detaching: boolean }[]>`
    select c.relname as name, i.inhrelid is not null as attached, coalesce(i.inhdetachpending, false) as detaching
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = ${parent}::regclass
    where c.relkind = 'r' and obj_description(c.oid, 'pg_class') = ${PARTITION_COMMENT}
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
 * Drops one month permanently. Readers and writers of other months continue: DETACH CONCURRENTLY waits for the
 * transactions that use the partition. If it is interrupted, the next call completes it.
 */
export async function dropPartition(sql: Sql, parent: string, partition: MonthPartition): Promise<void> {
  const { name } = partition;
  const connection = await sql.reserve();
  try {
    await connection`set statement_timeout = '5min'`;
    // Neither statement may run inside a transaction block.
    if (partition.isDetaching)
      await connection.unsafe(`alter table "${parent}" detach partition "${name}" finalize`);
    else if (partition.isAttached)
      await connection.unsafe(`alter table "${parent}" detach partition "${name}" concurrently`);
    await connection.unsafe(`drop table "${name}"`);
  } finally {
    await connection`reset statement_timeout`.catch(() => undefined);
    connection.release();
  }
}
