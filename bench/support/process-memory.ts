import { readFile, readdir } from "node:fs/promises";

const MB_IN_KB = 1024;

type ProcessMemory = { pid: number; command: string; pssMb: number; rssMb: number };

/** A process and all that descend from it, with their memory, the largest first. Needs root for processes of other users. */
export async function memoryOfTree(rootPid: number): Promise<ProcessMemory[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    const text = await readFile(`/proc/${name}/stat`, "utf8").catch(() => null);
    if (text !== null && /^\d+$/.test(name))
      parents.set(Number(name), Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isBelow = (pid: number): boolean => {
    if (pid === rootPid) return true;
    const parent = parents.get(pid);
    return parent !== undefined && isBelow(parent);
  };
  const found = await Promise.all([...parents.keys()].filter(isBelow).map(memoryOf));
  return found.flat().toSorted((a, b) => b.pssMb - a.pssMb);
}

/** Empty for a process that has ended meanwhile. */
async function memoryOf(pid: number): Promise<ProcessMemory[]> {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  const [rollup, command] = [await read("smaps_rollup"), await read("cmdline")];
  const mb = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(rollup)?.[1]) / MB_IN_KB;
  if (rollup === "") return [];
  const shown = command.replaceAll("\0", " ").replace(/^\S*\/node (--\S+ )*/, "");
  return [{ pid, command: shown.slice(0, 60).trim(), pssMb: round(mb("Pss")), rssMb: round(mb("Rss")) }];
}

const round = (mb: number): number => Math.round(mb * 10) / 10;
