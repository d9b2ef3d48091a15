import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { processesOf } from "./up.ts";

const CODE = resolve(import.meta.dirname, "../../../src/processes/web/main.ts");
/** CAP_DAC_READ_SEARCH alone. */
const READS_ALL = "0000000000000004";
const NONE = "0000000000000000";

/** Who a process is, and what the kernel lets it do beyond its files' modes; it can never get more. */
export async function credentialsOf(pid: number) {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(status)?.[1] ?? "";
  const sets = ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"].map(field);
  return {
    isRoot: field("Uid") === "0",
    capabilities: [...new Set(sets)].join(" "),
    hasNoNewPrivileges: field("NoNewPrivs") === "1",
  };
}

/**
 * Of a copy that root runs, only the launcher is root; no other process has a capability. Those whose code or folder of
 * `dataDir` is below a folder that is closed to other users may read everything, and write nothing.
 */
export async function expectUnprivileged(dataDir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const running = await processesOf(dataDir);
  const others = running.filter(({ command }) => !command.includes("processes/up/main.ts"));
  for (const part of ["web/main.ts", "worker/main.ts", "simulators/main.ts", "redis-server", "bin/postgres"])
    expect(others.map(({ command }) => command).join("\n")).toContain(part);
  const [readCode, reachData] = [await othersRead(CODE), await othersRead(dataDir)];
  for (const { pid, command } of others) {
    const isRedis = command.startsWith("redis-server");
    const isOpen = readCode && (reachData || !/postgres|simulators|web/.test(command));
    expect(await credentialsOf(pid), command).toEqual({
      isRoot: false,
      capabilities: isOpen || isRedis ? NONE : READS_ALL,
      hasNoNewPrivileges: true,
    });
  }
}

const othersRead = (path: string): Promise<boolean> =>
  promisify(execFile)("setpriv", [
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
    "find",
    path,
    ..."-maxdepth 0 ( -type d -o -readable )".split(" "),
  ]).then(
    ({ stdout }) => stdout !== "",
    () => false,
  );
