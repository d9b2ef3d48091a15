import { writeFile } from "node:fs/promises";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { copyFile } from "./manifest.ts";
import type { FileEntry } from "./manifest.ts";

/** Of no use in a copy (PostgreSQL's documentation, “Making a base backup”): they are made anew, or belong to a process. */
const SKIPPED_FILES = /^(postmaster\.(pid|opts)|pg_internal\.init|pgsql_tmp.*)$/;
const EMPTY_FOLDERS = new Set([
  "pg_dynshmem",
  "pg_notify",
  "pg_replslot",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
  "pg_wal",
]);

type Into = { cluster: string; to: string; path: string };

/**
 * Copies the cluster of a running PostgreSQL and the WAL that makes the copy consistent, as its low-level backup asks. The
 * server goes on working meanwhile. `adminUrl` is that of a superuser.
 */
export async function copyRunningCluster(adminUrl: string, into: Into): Promise<FileEntry[]> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined, idle_timeout: 0, max_lifetime: null });
  try {
    // The slot keeps the WAL of the backup until the connection ends.
    await sql`select pg_create_physical_replication_slot('ge_metrics_backup', true, true)`;
    const [begun] = await sql<{ wal: string }[]>`
      select pg_walfile_name(pg_backup_start('npm run backup', true)) as wal`;
    const files = await copyTree(into, "", "live");
    const [ended] = await sql<{ label: string; wal: string }[]>`
      select labelfile as label, pg_walfile_name(lsn) as wal from pg_backup_stop(false)`;
    if (begun === undefined || ended === undefined) throw new Error("PostgreSQL did not say what was copied");
    const label = join(into.to, into.path, "backup_label");
    await writeFile(`${label}.text`, ended.label, { mode: 0o600 });
    files.push(await copyFile(`${label}.text`, into.to, `${into.path}/backup_label`));
    return [...files, ...(await copyWal(into, begun.wal, ended.wal))];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Copies the cluster of a stopped PostgreSQL. */
export const copyStoppedCluster = (into: Into): Promise<FileEntry[]> => copyTree(into, "", "stopped");

/** The segments from the one in which the backup began to the one in which it ended; their names are in order. */
async function copyWal({ cluster, to, path }: Into, first: string, last: string): Promise<FileEntry[]> {
  const names = (await readdir(join(cluster, "pg_wal"))).filter(
    (name) => /^[\dA-F]{24}$/.test(name) && name >= first && name <= last,
  );
  const files = [];
  for (const name of names.toSorted())
    files.push(await copyFile(join(cluster, "pg_wal", name), to, `${path}/pg_wal/${name}`));
  return files;
}

async function copyTree(into: Into, below: string, state: "live" | "stopped"): Promise<FileEntry[]> {
  const files: FileEntry[] = [];
  const entries = await readdir(join(into.cluster, below), { withFileTypes: true });
  for (const entry of entries) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (SKIPPED_FILES.test(entry.name)) continue;
    if (entry.isDirectory()) {
      const isLeftOut = below === "" && EMPTY_FOLDERS.has(entry.name);
      if (!isLeftOut || (state === "stopped" && entry.name === "pg_wal"))
        files.push(...(await copyTree(into, path, state)));
    } else if (entry.isFile()) files.push(...(await copyIfThere(into, path)));
  }
  return files;
}

/** A table that is dropped during the backup takes its files along; the WAL says so. */
async function copyIfThere({ cluster, to, path: prefix }: Into, path: string): Promise<FileEntry[]> {
  try {
    return [await copyFile(join(cluster, path), to, `${prefix}/${path}`)];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
