import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { monotonicMs } from "#platform/clock.ts";
import { childEnv } from "#platform/env.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { clusterUser, stopLeftover } from "./postgres-owner.ts";
import { letPass, ownFolder, withAccess } from "#processes/up/children/os-user.ts";
import { describeExit, freePort, spawnTied, stopTied } from "#processes/up/children/tied-process.ts";
import type { Exit, LineSink, OsUser, TiedProcess } from "#processes/up/children/tied-process.ts";
import { UserError } from "#processes/up/user-error.ts";

const APP_ROLE = "ge_metrics";
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 60_000;
const ENV = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

export type PostgresServer = {
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Connects as the role that may create databases but is not a superuser. */
  readonly url: (database: string) => string;
  readonly adminUrl: (database: string) => string;
  readonly stop: () => Promise<void>;
};

/** PostgreSQL's own cache and the WAL between two checkpoints, MB; how many may connect. */
export type PostgresMemory = { sharedBuffersMb?: number; maxWalMb?: number; maxConnections?: number };

type Options = {
  memory?: PostgresMemory;
  /** Holds `cluster/` and the password files; created if it does not exist. */
  dir: string;
  port?: number;
  /** False in tests: without fsync, for speed. */
  durable?: boolean;
  onLine?: LineSink;
  /** Is told the user that the server runs as. */
  onUser?: (user: OsUser | undefined) => void;
};

/** Starts PostgreSQL on loopback and resolves once it accepts connections. Throws with its last output. */
export async function startPostgres(opts: Options): Promise<PostgresServer> {
  const dir = resolve(opts.dir);
  const cluster = join(dir, "cluster");
  const durable = opts.durable ?? true;
  const binaries = await findPostgresBinaries();
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await letPass(dir);
  const passwords = {
    admin: await secretFile(dir, "admin-password"),
    app: await secretFile(dir, "password"),
  };

  const owner = await clusterUser(cluster);
  const home = existsSync(cluster) ? cluster : await makeFreshFolder(cluster, owner);
  const user = await withAccess(owner, [dirname(dirname(binaries.postgres)), home]);
  opts.onUser?.(user);
  if (home !== cluster) {
    await initialise({ binaries, home, user, durable, password: passwords.admin, dir });
    await rename(home, cluster);
  }
  await stopLeftover(cluster);

  const { server, port } = await launch({ ...opts, binaries, cluster, user, durable });
  const url = (role: string, password: string) => (database: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  const adminUrl = url("postgres", passwords.admin);
  try {
    await prepareRole(adminUrl("postgres"), passwords.app);
  } catch (error) {
    await stopTied(server, "SIGINT", STOP_LIMIT_MS);
    throw error;
  }
  return {
    port,
    pid: server.pid,
    exited: server.exited,
    url: url(APP_ROLE, passwords.app),
    adminUrl,
    stop: () => stopServer(server, cluster),
  };
}

async function secretFile(dir: string, name: string): Promise<string> {
  const path = join(dir, name);
  if (!existsSync(path)) await writeFile(path, randomBytes(24).toString("hex"), { mode: 0o600 });
  return (await readFile(path, "utf8")).trim();
}

/** A cluster is made under a temporary name and renamed, so an interrupted initdb leaves no incomplete cluster. */
async function makeFreshFolder(cluster: string, owner: OsUser | undefined): Promise<string> {
  const fresh = `${cluster}.new`;
  await rm(fresh, { recursive: true, force: true });
  await ownFolder(fresh, owner);
  return fresh;
}

async function initialise(from: {
  binaries: PostgresBinaries;
  /** The cluster's folder, which is empty. */
  home: string;
  user: OsUser | undefined;
  durable: boolean;
  password: string;
  dir: string;
}): Promise<void> {
  // A copy for initdb's user, who cannot read ours.
  const passwordFile = join(from.dir, "initdb-password");
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, from.password, { mode: 0o600 });
  if (from.user) await chown(passwordFile, from.user.uid, from.user.gid);
  const output: string[] = [];
  const initdb = spawnTied(
    from.binaries.initdb,
    [
      "--pgdata",
      from.home,
      "--username=postgres",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
      ...(from.durable ? [] : ["--no-sync"]),
    ],
    {
      env: childEnv(ENV),
      cwd: "/",
      deathSignal: "KILL",
      onLine: (line) => output.push(line),
      ...(from.user ? { user: from.user } : {}),
    },
  );
  const exit = await initdb.exited.finally(() => rm(passwordFile, { force: true }));
  if (exit.code !== 0) {
    throw new UserError(`initdb failed (${describeExit(exit)}):\n${output.slice(-12).join("\n")}`);
  }
}

const settings = (
  port: number,
  durable: boolean,
  { sharedBuffersMb = 128, maxWalMb = 256, maxConnections = 100 }: PostgresMemory = {},
): Record<string, string | number> => ({
  listen_addresses: "127.0.0.1",
  port,
  unix_socket_directories: "",
  max_connections: maxConnections,
  shared_buffers: `${sharedBuffersMb}MB`,
  effective_cache_size: "1GB",
  random_page_cost: 1.1,
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
  // Enough for a backup while it runs, which reads the files itself; nothing replicates from this server.
  wal_level: "replica",
  max_wal_senders: 0,
  // A desk's database is a few hundred MB: its log must not be larger. Pages in it are compressed.
  max_wal_size: `${maxWalMb}MB`,
  min_wal_size: "32MB",
  wal_compression: "on",
  ...(durable ? { fsync: "on" } : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
});

/**
 * Starts the server. After a killed postmaster its shared memory remains in use for a moment, and another process may
 * take a free port before the server listens on it, so both failures are retried.
 */
async function launch(from: {
  binaries: PostgresBinaries;
  cluster: string;
  port?: number;
  user: OsUser | undefined;
  durable: boolean;
  memory?: PostgresMemory;
  onLine?: LineSink;
}): Promise<{ server: TiedProcess; port: number }> {
  const deadline = monotonicMs() + START_LIMIT_MS;
  for (;;) {
    const output: string[] = [];
    const port = from.port ?? (await freePort());
    const args = Object.entries(settings(port, from.durable, from.memory)).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    const server = spawnTied(from.binaries.postgres, ["-D", from.cluster, ...args], {
      env: childEnv(ENV),
      cwd: "/",
      deathSignal: "INT",
      onLine: (line) => {
        if (output.push(line) > 50) output.shift();
        from.onLine?.(line);
      },
      ...(from.user ? { user: from.user } : {}),
    });
    if (await becomesReady(server, from.cluster, deadline)) return { server, port };
    const exit = await stopTied(server, "SIGQUIT", 5_000);
    const text = output.join("\n");
    const portTaken = from.port === undefined && text.includes("Address already in use");
    if ((!portTaken && !text.includes("still in use")) || monotonicMs() > deadline) {
      throw new UserError(
        `PostgreSQL did not start (${describeExit(exit)}):\n${output.slice(-12).join("\n")}`,
      );
    }
    await sleep(250);
  }
}

/** Waits for "ready" in the eighth line of postmaster.pid: recovery is over and connections are accepted. */
async function becomesReady(server: TiedProcess, cluster: string, deadline: number): Promise<boolean> {
  while (server.running() && monotonicMs() < deadline) {
    const lines = (await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
    if (lines[0]?.trim() === String(server.pid) && lines[7]?.trim() === "ready") return true;
    await sleep(20);
  }
  return false;
}

async function prepareRole(adminUrl: string, password: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    const known = await sql`select 1 from pg_roles where rolname = ${APP_ROLE}`;
    const verb = known.length === 0 ? "create" : "alter";
    // The password is hex we generated; utility statements take no parameters.
    await sql.unsafe(`${verb} role ${APP_ROLE} login createdb password '${password}'`);
    await sql.unsafe(`grant pg_monitor to ${APP_ROLE}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function stopServer(server: TiedProcess, cluster: string): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint.
  await stopTied(server, "SIGINT", STOP_LIMIT_MS);
  if (existsSync(join(cluster, "postmaster.pid"))) await stopLeftover(cluster);
}

/** Creates the database `name` if it does not exist. `url` connects to any database of the server. */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    const known = await sql`select 1 from pg_database where datname = ${name}`;
    if (known.length === 0) await sql.unsafe(`create database "${name.replaceAll('"', '""')}"`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
