import { execFileSync, fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Mode, Usage } from "./reads-server.ts";

export type PinnedServer = { port: number; cpuUs: () => Promise<number>; close: () => Promise<void> };

/** Pins a process to one core, so that server and load do not share one. */
export const pinTo = (core: number, pid: number): void => {
  execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", String(core), String(pid)], {
    stdio: "ignore",
  });
};

/** Starts a server process of that mode on core 0; `cpuUs` returns the CPU time it has used. */
export async function startPinned(mode: Mode, env: NodeJS.ProcessEnv, rawFile = ""): Promise<PinnedServer> {
  const child = fork(new URL("./reads-server.ts", import.meta.url), [mode, rawFile], { env });
  const exited = once(child, "exit");
  const { port } = await reply<{ port: number }>(child, exited);
  pinTo(0, child.pid ?? 0);
  return {
    port,
    cpuUs: async () => {
      child.send("usage");
      return (await reply<Usage>(child, exited)).cpuUs;
    },
    close: async () => {
      child.disconnect();
      const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await exited;
      clearTimeout(timer);
    },
  };
}

async function reply<T>(child: ChildProcess, exited: Promise<unknown>): Promise<T> {
  const message = once(child, "message").then(([value]) => value as T);
  return Promise.race([
    message,
    exited.then(() => {
      throw new Error("the server process ended");
    }),
  ]);
}
