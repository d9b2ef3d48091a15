import { existsSync } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { monotonicMs } from "#platform/clock.ts";
import { systemUsers, unprivilegedUser } from "#processes/up/children/os-user.ts";
import type { OsUser } from "#processes/up/children/tied-process.ts";

const STOP_LIMIT_MS = 60_000;

/**
 * The user the server runs as; undefined means the current user. PostgreSQL refuses to run as root, so root uses
 * the owner of an existing cluster, else the system's `postgres` user, else `nobody`.
 */
export async function clusterUser(cluster: string): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(cluster)) {
    const { uid, gid } = await stat(cluster);
    if (uid !== 0)
      return (await systemUsers()).find((user) => user.uid === uid) ?? { name: String(uid), uid, gid };
  }
  return unprivilegedUser(["postgres", "nobody"]);
}

/**
 * Cleans up after a killed run: stops a server that still runs on this cluster, and removes a pid file whose number
 * now belongs to another program, which PostgreSQL refuses to do. The caller holds the data directory's lock, so
 * the server has no living owner.
 */
export async function stopLeftover(cluster: string): Promise<void> {
  const file = join(cluster, "postmaster.pid");
  const pid = Number((await readFile(file, "utf8").catch(() => "")).split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 1) {
    await rm(file, { force: true });
    return;
  }
  const deadline = monotonicMs() + STOP_LIMIT_MS;
  if (await isPostmaster(pid, cluster)) signal(pid, "SIGINT");
  while (await isPostmaster(pid, cluster)) {
    if (monotonicMs() > deadline) signal(pid, "SIGQUIT");
    await sleep(50);
  }
  await rm(file, { force: true });
}

async function isPostmaster(pid: number, cluster: string): Promise<boolean> {
  const words = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
  return words.includes(cluster);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process ended between the check and the signal.
  }
}
