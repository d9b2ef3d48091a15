import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "#platform/clock.ts";
import { createEncryption } from "#platform/encryption.ts";
import { makeBackup } from "#processes/commands/backup/make-backup.ts";
import { restoreBackup } from "#processes/commands/backup/restore-backup.ts";
import { startPostgres } from "#processes/up/postgres/postgres.ts";
import type { PostgresServer } from "#processes/up/postgres/postgres.ts";
import { lockDirectory } from "#processes/up/setup/data-lock.ts";
import { ensureAuthSecret } from "#processes/up/setup/kept-secret.ts";

let dir: string;
let dataDir: string;
let server: PostgresServer | undefined;
let restored: PostgresServer | undefined;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-backup-"));
  dataDir = join(dir, "data");
  await mkdir(dataDir);
}, 60_000);
afterEach(async () => {
  await restored?.stop();
  restored = undefined;
});
afterAll(async () => {
  await server?.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

const open = ({ adminUrl }: PostgresServer) =>
  postgres(adminUrl("postgres"), { max: 4, onnotice: () => undefined });
const hashOf = async (sql: postgres.Sql) =>
  (await sql`select md5(string_agg(t::text, '|' order by id)) as hash from fixed t`)[0]?.["hash"] as string;

test("a backup of a running copy, restored, has what was committed, and its secrets open it", async () => {
  const secret = await ensureAuthSecret(dataDir);
  await mkdir(join(dataDir, "stripe"));
  await writeFile(join(dataDir, "stripe", "stripe-one.json"), "the simulator's customers");
  server = await startPostgres({ dir: join(dataDir, "postgres") });
  // As `up` holds it while its copy runs.
  const lock = await lockDirectory(dataDir, "a copy");
  if ("heldBy" in lock) throw new Error("the folder is in use");
  const sql = open(server);
  await sql`create table fixed as select id, md5(id::text) as text from generate_series(1, 100000) id`;
  await sql`create table sealed (text text not null)`;
  await sql`insert into sealed values (${createEncryption([secret]).encrypt("a trader's second factor")})`;
  await sql`create table one (id int)`;
  await sql`create table other (id int, filler text)`;
  const hash = await hashOf(sql);

  const over = new AbortController();
  let committed = 0;
  const write = async () => {
    while (!over.signal.aborted) {
      const id = committed + 1;
      await sql.begin(async (tx) => {
        await tx`insert into one values (${id})`;
        await tx`insert into other select ${id}, repeat('x', 5000)`;
      });
      committed = id;
    }
  };
  const writing = write();
  await expect.poll(() => committed).toBeGreaterThan(20);
  const before = committed;
  const to = join(dir, "backup");
  const made = await makeBackup(dataDir, to, systemClock.now());
  expect(made.wasRunning).toBe(true);
  over.abort();
  await writing;
  await sql.end();
  await lock.release();

  const target = join(dir, "restored");
  expect((await restoreBackup(to, target)).files).toBe(made.files);
  restored = await startPostgres({ dir: join(target, "postgres") });
  const copy = open(restored);
  expect(await hashOf(copy)).toBe(hash);
  const [counts] = await copy<{ one: number; other: number; highest: number }[]>`
    select (select count(*)::int from one) as one, (select count(*)::int from other) as other,
      (select max(id) from one) as highest`;
  expect(counts?.one).toBe(counts?.other);
  expect(counts?.highest).toBe(counts?.one);
  expect(counts?.one ?? 0).toBeGreaterThanOrEqual(before);
  const keptSecret = (await readFile(join(target, "auth-secret"), "utf8")).trim();
  const [row] = await copy<{ text: string }[]>`select text from sealed`;
  expect(createEncryption([keptSecret]).decrypt(row?.text ?? "")).toBe("a trader's second factor");
  await copy.end();
  expect(await readFile(join(target, "stripe", "stripe-one.json"), "utf8")).toBe("the simulator's customers");
  for (const name of ["auth-secret", "manifest.json"])
    expect((await stat(join(to, name))).mode & 0o077).toBe(0);
}, 120_000);

test("a damaged, incomplete or strange backup is refused, and a folder that is in use is left alone", async () => {
  const to = join(dir, "backup");
  const target = join(dir, "empty");
  await expect(restoreBackup(to, dataDir)).rejects.toThrow("not empty");
  await expect(makeBackup(dataDir, to, systemClock.now())).rejects.toThrow("not empty");
  await expect(makeBackup(join(dir, "nowhere"), target, systemClock.now())).rejects.toThrow("no database");

  const file = join(to, "postgres/cluster/global/pg_control");
  const good = await readFile(file);
  await appendFile(file, "x");
  await expect(restoreBackup(to, target)).rejects.toThrow("pg_control is damaged");
  await rm(file);
  await expect(restoreBackup(to, target)).rejects.toThrow("pg_control is missing");
  await writeFile(file, good);
  expect(await readdir(target)).toEqual([]);
  const manifest = await readFile(join(to, "manifest.json"), "utf8");
  await writeFile(join(to, "manifest.json"), manifest.replace('"path": "', '"path": "../'));
  await expect(restoreBackup(to, target)).rejects.toThrow("outside of the backup");
  await rm(join(to, "manifest.json"));
  await expect(restoreBackup(to, target)).rejects.toThrow("no complete backup");
});

test("a stopped copy is backed up as well", async () => {
  await server?.stop();
  server = undefined;
  const to = join(dir, "stopped");
  expect((await makeBackup(dataDir, to, systemClock.now())).wasRunning).toBe(false);
  const target = join(dir, "again");
  await restoreBackup(to, target);
  restored = await startPostgres({ dir: join(target, "postgres") });
  const copy = open(restored);
  expect(await hashOf(copy)).toMatch(/^[\da-f]{32}$/);
  await copy.end();
}, 60_000);
