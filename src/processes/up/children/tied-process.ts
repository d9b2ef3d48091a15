import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "#processes/up/user-error.ts";

const SETPRIV = "/usr/bin/setpriv";

export type Exit = { code: number | null; signal: NodeJS.Signals | null; error?: Error };
export type OsUser = { name: string; uid: number; gid: number };
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
  /** Run as this user, with path permissions ignored; only root may ask for it. */
  user?: OsUser;
  onLine?: LineSink;
  /** What the kernel sends when we die without stopping the child. */
  deathSignal: "INT" | "TERM" | "KILL";
};

const living = new Set<ChildProcess>();

/** The last resort: nothing is asked, nothing is waited for. */
export function killAllTied(): void {
  for (const child of living) child.kill("SIGKILL");
}

/**
 * Starts a child in a session of its own, so a terminal's Ctrl-C reaches it through us alone, and tied
 * to our life where `setpriv` exists, so that a kill -9 of ours leaves nothing behind.
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
  living.add(child);
  const exited = waitForExit(child).finally(() => {
    running = false;
    living.delete(child);
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
  const become = opts.user
    ? [
        `--reuid=${opts.user.uid}`,
        `--regid=${opts.user.gid}`,
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        // Without it access(2) forgets the capability, and initdb does not find its own binaries.
        "--securebits=+no_setuid_fixup",
      ]
    : [];
  return { command: SETPRIV, args: [...become, `--pdeathsig=${opts.deathSignal}`, "--", command, ...args] };
}

/** Resolves on exit, after the last lines came through; grandchildren may hold the pipes open for longer. */
const waitForExit = (child: ChildProcess): Promise<Exit> =>
  new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    child.once("exit", (code, signal) => {
      const done = () => resolve({ code, signal });
      child.once("close", done);
      setTimeout(done, 200);
    });
  });

/** Asks with `signal`, and after `graceMs` stops asking. */
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

/** A loopback port that nobody listens on at this moment. */
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
