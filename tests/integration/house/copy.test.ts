import { afterAll, beforeAll, expect, test } from "vitest";
import { openCopy } from "#platform/db/copy.ts";
import type { Copy } from "#platform/db/copy.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.sql`create table copied (id int primary key, words text)`;
});
afterAll(() => database?.drop());

/** Copies rows in a transaction that fails with what the copy throws, and returns how many rows the table then has. */
const copying = (run: (copy: Copy) => Promise<void>) =>
  database.db.sql.begin(async (tx) => {
    await run(await openCopy(tx, tx`copy copied (id, words) from stdin`));
  });
const count = async () => (await database.db.sql`select 1 from copied`).length;

test("stores rows, and the transaction goes on", async () => {
  await database.db.sql.begin(async (tx) => {
    const copy = await openCopy(tx, tx`copy copied (id, words) from stdin`);
    await copy.write("1\tone\n");
    await copy.write("2\ttwo\n");
    await copy.end();
    await tx`insert into copied values (3, 'three')`;
  });
  expect(await count()).toBe(3);
});

test("a row that the table refuses fails the transaction, however late the database notices", async () => {
  const twice = copying(async (copy) => {
    await copy.write("10\tten\n10\tten again\n");
    await copy.end();
  });
  await expect(twice).rejects.toThrow("the database refused rows of a COPY");
  const manyBytes = "x".repeat(1_000_000);
  const wrong = copying(async (copy) => {
    for (let turn = 0; turn < 20; turn += 1) await copy.write(`no number\t${manyBytes}\n`);
    await copy.end();
  });
  await expect(wrong).rejects.toThrow();
  expect(await count()).toBe(3);
});

test("rows that are given up leave nothing, and the connection goes on", async () => {
  const given = copying(async (copy) => {
    await copy.write("20\ttwenty\n");
    copy.abort();
    throw new Error("no more");
  });
  await expect(given).rejects.toThrow("no more");
  expect(await count()).toBe(3);
});
