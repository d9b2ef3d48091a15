import type { DbHandle } from "#platform/db/db.ts";

/** Every row of every table, as text, by the table's name: whatever tables there will be. */
export async function allRows(db: DbHandle): Promise<Map<string, string[]>> {
  const tables = await db.sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
    order by 1`;
  const rows = new Map<string, string[]>();
  for (const { name } of tables) {
    const held = await db.sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t`);
    rows.set(
      name,
      held.map(({ row }) => row),
    );
  }
  return rows;
}

/** `table: row` of each row that holds one of the texts. */
export async function rowsThatHold(db: DbHandle, ...texts: readonly string[]): Promise<string[]> {
  const rows = await allRows(db);
  return [...rows].flatMap(([table, held]) =>
    held.filter((row) => texts.some((text) => row.includes(text))).map((row) => `${table}: ${row}`),
  );
}
