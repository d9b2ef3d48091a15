import type { Sql, TransactionSql } from "postgres";

/** The table of an import's rows. An id has only hexadecimal digits and dashes, so the name needs no quotes. */
export const stagingTable = (importId: string): string => `import_rows_${importId.replaceAll("-", "")}`;

/** Makes the table of an import anew, empty. */
export async function makeStagingTable(tx: TransactionSql, importId: string): Promise<string> {
  const table = stagingTable(importId);
  await dropStagingTable(tx, importId);
  await tx`create table ${tx(table)} (like import_rows including all)`;
  return table;
}

export async function dropStagingTable(sql: Sql | TransactionSql, importId: string): Promise<void> {
  await sql`drop table if exists ${sql(stagingTable(importId))}`;
}

/** Long statements of a transaction that one worker runs for one import. Its lock is taken for the whole transaction. */
export async function claimImport(tx: TransactionSql, importId: string): Promise<void> {
  await tx`set local statement_timeout = 0`;
  await tx`set local lock_timeout = '10s'`;
  const [claim] = await tx<{ isFree: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`import ${importId}`}, 2)) as "isFree"`;
  if (claim?.isFree !== true) throw new Error(`another worker is at import ${importId}`);
}
