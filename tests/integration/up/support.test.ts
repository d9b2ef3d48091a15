import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});

afterAll(async () => {
  await Promise.all([first.drop(), second.drop()]);
});

test("a test database is migrated, and what one writes the other does not see", async () => {
  await first.db.sql`create table mine (id int)`;
  const tables = (from: TestDatabase) => from.db.sql<{ tablename: string }[]>`
    select tablename from pg_tables where schemaname = 'public' order by tablename`;
  const [inFirst, inSecond] = await Promise.all([tables(first), tables(second)]);
  expect(inSecond.map((row) => row.tablename)).toContain("items");
  expect(inSecond.map((row) => row.tablename)).not.toContain("mine");
  expect(inFirst.length).toBe(inSecond.length + 1);
});

test("the role that the product uses is no superuser", async () => {
  const [row] = await first.db.orm.execute(sql`select rolsuper from pg_roles where rolname = current_user`);
  expect(row).toEqual({ rolsuper: false });
});
