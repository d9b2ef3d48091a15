import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ownFolder, unprivilegedUser, withAccess } from "#processes/up/children/os-user.ts";
import { spawnTied } from "#processes/up/children/tied-process.ts";
import type { OsUser } from "#processes/up/children/tied-process.ts";
import { credentialsOf } from "../../support/servers/os-user.ts";

const isRoot = process.getuid?.() === 0;

let dir: string;
let open: string;
let closed: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-user-"));
  await chmod(dir, 0o755);
  [open, closed] = [join(dir, "open"), join(dir, "closed")];
  await mkdir(open, { mode: 0o755 });
  await mkdir(closed, { mode: 0o700 });
  for (const folder of [open, closed]) await writeFile(join(folder, "code"), "root's", { mode: 0o644 });
  await writeFile(join(open, "secret"), "root's", { mode: 0o600 });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** The exit code of a shell command, and what it printed. */
async function shell(
  user: OsUser | undefined,
  command: string,
): Promise<{ code: number | null; text: string }> {
  const lines: string[] = [];
  const child = spawnTied("/bin/sh", ["-c", command], {
    env: { NODE_ENV: "test", PATH: "/usr/bin:/bin" },
    cwd: "/",
    deathSignal: "KILL",
    onLine: (line) => lines.push(line),
    ...(user && { user }),
  });
  const { code } = await child.exited;
  return { code, text: lines.join("\n") };
}

/** Everybody else runs the processes as themselves. */
describe.runIf(isRoot)("a process that root starts", () => {
  test("reads what is open to others, and neither reads nor writes what is root's", async () => {
    const user = await withAccess(await unprivilegedUser(["nobody"]), [open + "/code"], [closed]);
    expect(user).not.toHaveProperty("readsAll");
    expect(await shell(user, `cat ${open}/code`)).toEqual({ code: 0, text: "root's" });
    for (const act of [
      `cat ${open}/secret`,
      `cat ${closed}/code`,
      `echo x >> ${open}/code`,
      `touch ${open}/new`,
      `rm -f ${open}/code`,
      `chmod 777 ${open}`,
      `kill -0 ${process.pid}`,
    ])
      expect((await shell(user, act)).code, act).not.toBe(0);
    expect(await readFile(join(open, "code"), "utf8")).toBe("root's");
  });

  test("reads a folder that is root's alone where it must, and still writes nothing", async () => {
    const user = await withAccess(await unprivilegedUser(["nobody"]), [open + "/code"], [closed + "/code"]);
    expect(user).toMatchObject({ readsAll: true });
    expect(await withAccess(await unprivilegedUser(["nobody"]), [closed])).toEqual(user);
    expect(await shell(user, `cat ${closed}/code; test -r ${closed}/code`)).toEqual({
      code: 0,
      text: "root's",
    });
    for (const act of [
      `echo x >> ${closed}/code`,
      `touch ${closed}/new`,
      `rm -f ${closed}/code`,
      `chmod 777 ${dir}`,
    ])
      expect((await shell(user, act)).code, act).not.toBe(0);
    expect(await readFile(join(closed, "code"), "utf8")).toBe("root's");
  });

  test("can never get more, and owns the folder that it writes", async () => {
    const user = await unprivilegedUser(["nobody"]);
    await mkdir(join(closed, "mails"));
    await writeFile(join(closed, "mails", "kept"), "of an earlier run");
    await ownFolder(join(closed, "mails"), user);
    expect((await stat(join(closed, "mails", "kept"))).uid).toBe(user?.uid);
    const child = spawnTied("/bin/sleep", ["60"], {
      env: { NODE_ENV: "test" },
      // As Redis, which gets its folder as the one that it works in.
      cwd: join(closed, "mails"),
      deathSignal: "KILL",
      ...(user && { user }),
    });
    try {
      await expect
        .poll(() => credentialsOf(child.pid))
        .toEqual({ isRoot: false, capabilities: "0000000000000000", hasNoNewPrivileges: true });
    } finally {
      child.kill("SIGKILL");
    }
  });

  test("is refused with what to do where the system has no such user", async () => {
    await expect(unprivilegedUser(["no-such-user"])).rejects.toThrow(/no user no-such-user/);
  });
});
