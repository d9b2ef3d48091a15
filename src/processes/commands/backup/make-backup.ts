import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { lockDirectory } from "#processes/up/setup/data-lock.ts";
import { UserError } from "#processes/up/user-error.ts";
import { copyRunningCluster, copyStoppedCluster } from "./copy-cluster.ts";
import { copyFile, writeManifest } from "./manifest.ts";
import type { FileEntry } from "./manifest.ts";

/** What stands beside the cluster and cannot be made again: without the secret, sealed columns cannot be read. */
const KEPT = /^(auth-secret|stripe-webhook-secret|mailbox\.json|stripe-.*\.json)$/;
/** What the simulated Stripe knows of each database's users; earlier versions had it beside the secrets. */
const STRIPE = { folder: "stripe", file: /^stripe-.*\.json$/ };
const PASSWORDS = ["password", "admin-password"];

/**
 * Copies a data directory, also while its copy runs: PostgreSQL's cluster with the WAL that makes it consistent, and the
 * secrets. `to` must not exist or be empty. Throws UserError; then `to` has no manifest and is no backup.
 */
export async function makeBackup(
  dataDir: string,
  to: string,
  now: Date,
): Promise<{ files: number; bytes: number; wasRunning: boolean }> {
  const cluster = join(dataDir, "postgres", "cluster");
  if (!existsSync(cluster)) throw new UserError(`There is no database in ${dataDir}.`);
  await mkdir(to, { recursive: true, mode: 0o700 });
  if ((await readdir(to)).length > 0) throw new UserError(`${to} is not empty. Name a folder that is.`);
  const lock = await lockDirectory(dataDir, "npm run backup");
  const into = { cluster, to, path: "postgres/cluster" };
  try {
    const wasRunning = "heldBy" in lock;
    const files: FileEntry[] = wasRunning
      ? await copyRunningCluster(await adminUrlOf(dataDir), into)
      : await copyStoppedCluster(into);
    for (const name of PASSWORDS)
      files.push(await copyFile(join(dataDir, "postgres", name), to, `postgres/${name}`));
    for (const name of await readdir(dataDir))
      if (KEPT.test(name)) files.push(await copyFile(join(dataDir, name), to, name));
    for (const name of await readdir(join(dataDir, STRIPE.folder)).catch(() => []))
      if (STRIPE.file.test(name))
        files.push(await copyFile(join(dataDir, STRIPE.folder, name), to, `${STRIPE.folder}/${name}`));
    await rm(join(to, into.path, "backup_label.text"), { force: true });
    await writeManifest(to, files, now);
    return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), wasRunning };
  } finally {
    if ("release" in lock) await lock.release();
  }
}

/** The superuser's URL of the server that runs on a data directory; its port is the fourth line of postmaster.pid. */
async function adminUrlOf(dataDir: string): Promise<string> {
  const dir = join(dataDir, "postgres");
  const lines = (await readFile(join(dir, "cluster", "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const port = Number(lines[3]);
  if (!Number.isInteger(port) || lines[7]?.trim() !== "ready")
    throw new UserError("The running copy's database does not answer yet. Try again in a moment.");
  const password = (await readFile(join(dir, "admin-password"), "utf8")).trim();
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}
