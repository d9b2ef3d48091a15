import { chmod, chown, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { lockDirectory } from "#processes/up/setup/data-lock.ts";
import { clusterUser } from "#processes/up/postgres/postgres-owner.ts";
import { UserError } from "#processes/up/user-error.ts";
import { checkFile, copyFile, readManifest } from "./manifest.ts";

/** PostgreSQL expects these to exist, and a copy has nothing in them. */
const FOLDERS = [
  "pg_commit_ts",
  "pg_dynshmem",
  "pg_notify",
  "pg_replslot",
  "pg_serial",
  "pg_snapshots",
  "pg_stat",
  "pg_stat_tmp",
  "pg_subtrans",
  "pg_tblspc",
  "pg_twophase",
  "pg_wal",
  "pg_wal/archive_status",
  "pg_wal/summaries",
  "pg_logical/mappings",
  "pg_logical/snapshots",
];

/**
 * Writes a backup into an empty data directory, after every file was compared with its checksum. The next start replays the
 * WAL. Throws UserError for a directory that is not empty, and for a damaged or incomplete backup; then nothing is written.
 */
export async function restoreBackup(
  from: string,
  dataDir: string,
): Promise<{ files: number; madeAt: string }> {
  const { files, madeAt } = await readManifest(from);
  for (const { path } of files)
    if (path.startsWith("/") || path.split("/").includes(".."))
      throw new UserError(`The manifest names a file outside of the backup: ${path}.`);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if ((await readdir(dataDir)).length > 0)
    throw new UserError(`${dataDir} is not empty. Set DATA_DIR to a folder that is.`);
  const lock = await lockDirectory(dataDir, "npm run restore");
  if ("heldBy" in lock) throw new UserError(`Process ${lock.heldBy.pid} uses ${dataDir}.`);
  try {
    for (const file of files) await checkFile(from, file);
    for (const { path } of files) await copyFile(join(from, path), dataDir, path);
    const cluster = join(dataDir, "postgres", "cluster");
    for (const folder of FOLDERS) await mkdir(join(cluster, folder), { recursive: true, mode: 0o700 });
    await giveToServer(cluster);
    return { files: files.length, madeAt };
  } finally {
    await lock.release();
  }
}

/** PostgreSQL wants its folders for itself, and root runs it as another user. */
async function giveToServer(cluster: string): Promise<void> {
  const user = await clusterUser(join(cluster, "absent"));
  const give = async (path: string, isFolder: boolean): Promise<void> => {
    await chmod(path, isFolder ? 0o700 : 0o600);
    if (user) await chown(path, user.uid, user.gid);
  };
  await give(cluster, true);
  for (const entry of await readdir(cluster, { recursive: true, withFileTypes: true }))
    await give(join(entry.parentPath, entry.name), entry.isDirectory());
}
