import { readFile } from "node:fs/promises";
import { UserError } from "#processes/up/user-error.ts";
import type { OsUser } from "./tied-process.ts";

const isRoot = (): boolean => process.getuid?.() === 0;

/** The users of the system that /etc/passwd lists. */
export async function systemUsers(): Promise<OsUser[]> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n");
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/**
 * The user that the processes of a run belong to; undefined means the current user. Root uses `nobody`, who may not do what
 * only root may, such as loading modules or reading other processes. Files are no bound: with the capability that `spawnTied`
 * gives it reads and writes all of them, as the checkout may be root's alone. Null: there is no such user.
 */
export async function unprivilegedUser(
  names: readonly string[] = ["nobody"],
): Promise<OsUser | undefined | null> {
  if (!isRoot()) return undefined;
  const users = await systemUsers();
  return names.flatMap((name) => users.find((user) => user.name === name) ?? [])[0] ?? null;
}

/** The user of the processes other than PostgreSQL. Throws if root has none to give them. */
export async function appUser(): Promise<OsUser | undefined> {
  const user = await unprivilegedUser();
  if (user !== null) return user;
  throw new UserError("The processes do not run as root, and this system has no nobody user");
}
