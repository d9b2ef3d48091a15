import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "#processes/up/user-error.ts";

const SETPRIV = "/usr/bin/setpriv";

export type Exit = { code: number | null; signal: NodeJS.Signals | null; error?: Error };
export type OsUser = {
  name: string;
  uid: number;
  gid: number;
  /** With CAP_DAC_READ_SEARCH: reads all files, and writes its own alone. */
  readsAll?: boolean;
};
export type LineSink = (line: string) => void;

export type TiedProcess = {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly running: () => boolean;
  readonly kill: (signal: NodeJS.Signals) => void;
};

type SpawnOptions = {
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Written to standard input, so that a secret stays out of the process list. */
  input?: string;
  /** Runs the child as this user, without root's capabilities; only root may use it. */
  user?: OsUser;
  onLine?: LineSink;
  /** The signal the kernel sends to the child when this process dies without stopping it. */
  deathSignal: "INT" | "TERM" | "KILL";
};

const runningChildren = new Set<ChildProcess>();

/** The last resort: kills all children and does not wait. */
export function killAllTied(): void {
  for (const child of runningChildren) child.kill("SIGKILL");
}

/**
 * Starts a child in its own session, so that a terminal's Ctrl-C does not reach it directly. Where `setpriv`
 * exists, the kernel ends the child when this process dies, so that kill -9 leaves no child behind.
 */
export function spawnTied(command: string, args: readonly string[], opts: SpawnOptions): TiedProcess {
  const wrapped = wrap(command, args, opts);
  const child = spawn(wrapped.command, wrapped.args, {
    detached: true,
    env: opts.env,
    ...(opts.cwd === undefined ? {} : { cwd: opts.cwd }),
    stdio: [opts.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.on("error", () => undefined).end(opts.input);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => opts.onLine?.(line));
  }
  let running = true;
  runningChildren.add(child);
  const exited = waitForExit(child).finally(() => {
    running = false;
    runningChildren.delete(child);
  });
  return {
    pid: child.pid ?? -1,
    exited,
    running: () => running,
    kill: (signal) => void child.kill(signal),
  };
}

function wrap(command: string, args: readonly string[], opts: SpawnOptions) {
  if (!existsSync(SETPRIV)) {
    if (opts.user)
      throw new UserError(`${command} must not run as root, and ${SETPRIV} (util-linux) is missing`);
    return { command, args: [...args] };
  }
  const asUser = opts.user === undefined ? [] : userArgs(opts.user);
  return { command: SETPRIV, args: [...asUser, `--pdeathsig=${opts.deathSignal}`, "--", command, ...args] };
}

/** What makes setpriv run a program as `user`, who cannot get root's rights back by any program. */
export function userArgs(user: OsUser): readonly string[] {
  const held = user.readsAll === true ? "-all,+dac_read_search" : "-all";
  return [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    "--clear-groups",
    "--no-new-privs",
    `--inh-caps=${held}`,
    `--ambient-caps=${held}`,
    `--bounding-set=${held}`,
    // Without it access(2) ignores the capability, and initdb does not find its own binaries.
    ...(user.readsAll === true ? ["--securebits=+no_setuid_fixup"] : []),
  ];
}

/** Resolves on exit, after the last output lines. Grandchildren may hold the pipes open, so the wait is limited. */
const waitForExit = (child: ChildProcess): Promise<Exit> =>
  new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    child.once("exit", (code, signal) => {
      const done = () => resolve({ code, signal });
      child.once("close", done);
      setTimeout(done, 200);
    });
  });

/** Sends `signal`, and SIGKILL after `graceMs`. */
export async function stopTied(process: TiedProcess, signal: NodeJS.Signals, graceMs: number): Promise<Exit> {
  if (process.running()) process.kill(signal);
  const timer = new AbortController();
  const late = sleep(graceMs, "late" as const, { signal: timer.signal }).catch(() => "stopped" as const);
  const first = await Promise.race([process.exited, late]);
  timer.abort();
  if (first === "late") process.kill("SIGKILL");
  return process.exited;
}

export const describeExit = (exit: Exit): string => {
  if (exit.error) return exit.error.message;
  return exit.signal ? `killed by ${exit.signal}` : `exit code ${String(exit.code)}`;
};

/** A loopback port that is free at this moment. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("the system gave no port"));
      });
    });
  });

/** Whether nothing listens on a loopback port at this moment. */
export const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port }, () => server.close(() => resolve(true)));
  });
