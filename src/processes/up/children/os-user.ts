import { execFile } from "node:child_process";
import { chmod, lchown, mkdir, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "#processes/up/user-error.ts";
import { userArgs } from "./tied-process.ts";
import type { OsUser } from "./tied-process.ts";

/** The bit of CAP_DAC_READ_SEARCH in the kernel's sets of capabilities; capabilities(7). */
const READ_SEARCH = 1n << 2n;
/** Deeper files of a package have the modes of its upper ones. */
const PROBED_DEPTH = "4";
const run = promisify(execFile);

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
 * The user of a process that root starts: the first of `names` that the system has, without any capability. Undefined means
 * the current user, who is not root. Throws UserError if root has none to give.
 */
export async function unprivilegedUser(names: readonly string[]): Promise<OsUser | undefined> {
  if (!isRoot()) return undefined;
  const users = await systemUsers();
  const [found] = names.flatMap((name) => users.find((user) => user.name === name) ?? []);
  if (found !== undefined) return found;
  throw new UserError(`The processes do not run as root, and this system has no user ${names.join(" or ")}`);
}

/**
 * The same user, who can read `paths` and get to `reached`: as it is where their modes allow it, else with CAP_DAC_READ_SEARCH, which reads and
 * enters everything and writes nothing. Throws UserError if root itself lacks that capability, as in some containers.
 */
export async function withAccess(
  user: OsUser | undefined,
  paths: readonly string[],
  reached: readonly string[] = [],
): Promise<OsUser | undefined> {
  if (user === undefined) return undefined;
  const unreadable = await findUnreadable(user, paths, reached);
  if (unreadable === undefined) return user;
  if (await mayReadAll()) return { ...user, readsAll: true };
  throw new UserError(
    `The user ${user.name} cannot read ${unreadable}, and root may not grant it here. Put the checkout and DATA_DIR where ` +
      "other users can read them, such as below /srv, or start this as a user of its own.",
  );
}

/** A path that the user cannot read, or not enter; the kernel is asked, as modes are not all there is. */
async function findUnreadable(
  user: OsUser,
  paths: readonly string[],
  reached: readonly string[],
): Promise<string | undefined> {
  const only = reached.flatMap((path) => ["-path", path, "-prune", "-o"]);
  const lacks = ["(", "!", "-readable", "-o", "-type", "d", "!", "-executable", ")", "-print", "-quit"];
  const args = [
    ...userArgs(user),
    "--",
    "find",
    ...paths,
    ...reached,
    "-maxdepth",
    PROBED_DEPTH,
    ...only,
    ...lacks,
  ];
  // find fails for a path that it cannot reach.
  const found = await run("/usr/bin/setpriv", args, { cwd: "/" }).then(
    ({ stdout }) => stdout.split("\n")[0],
    () => paths.join(", "),
  );
  return found === "" ? undefined : found;
}

async function mayReadAll(): Promise<boolean> {
  const status = await readFile("/proc/self/status", "utf8");
  const held = BigInt(`0x${/^CapPrm:\s+([\da-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  return (held & READ_SEARCH) !== 0n;
}

/** Creates a folder that belongs to the user of the one process that writes in it, with what is there already. */
export async function ownFolder(path: string, user: OsUser | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  // What its user has put into its own folder is not followed.
  if (user === undefined || (await stat(path)).uid === user.uid) return;
  for (const name of await readdir(path, { recursive: true }))
    await lchown(join(path, name), user.uid, user.gid);
  await lchown(path, user.uid, user.gid);
}

/** The same for a file. */
export async function ownFile(path: string, user: OsUser | undefined): Promise<void> {
  if (user === undefined) return;
  await writeFile(path, "", { flag: "a" });
  await lchown(path, user.uid, user.gid);
}

/** Lets other users pass through a folder of root's to what is theirs in it; they cannot list it. */
export async function letPass(path: string): Promise<void> {
  if (!isRoot()) return;
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) await chmod(path, (mode & 0o777) | 0o011);
}
