import { readFile, readdir } from "node:fs/promises";

const SAMPLE_MS = 500;
const MB_IN_KB = 1024;

/** Finds the web process that the copy's launcher has started. Linux only. */
export async function findWebProcess(launcherPid: number): Promise<number> {
  for (const name of await readdir("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const [stat, command] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""),
      readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
    ]);
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (parent === launcherPid && command.includes("processes/web/main.ts")) return pid;
  }
  throw new Error(`the launcher ${launcherPid} has no web process`);
}

/** Resident memory of a process, MB. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / MB_IN_KB);
}

/** Samples the resident memory until `stop`, which resolves with the highest, MB. */
export function watchMemory(pid: number): { stop: () => Promise<number> } {
  let highest = 0;
  const sample = async () => {
    highest = Math.max(highest, await residentMb(pid));
  };
  const timer = setInterval(() => void sample().catch(() => undefined), SAMPLE_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await sample();
      return highest;
    },
  };
}
