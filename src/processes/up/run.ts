import { join } from "node:path";
import { openChildLog } from "./log/child-log.ts";
import type { ChildLog } from "./log/child-log.ts";
import type { OsUser } from "./children/tied-process.ts";
import type { Terminal } from "./terminal.ts";

export type Part = { name: string; stop: () => Promise<void> };

/** The running parts in start order, and the one function that stops them. */
export type Run = {
  readonly signal: AbortSignal;
  /** Runs a step of the start; throws once the run is being stopped. */
  readonly step: Terminal["step"];
  readonly report: (text: string) => void;
  /** Like `report`, but adds the path of the child's log to a warning. */
  readonly reportFrom: (log: ChildLog) => (text: string) => void;
  readonly openLog: (name: string) => ChildLog;
  /** Says once that a process can read more than its own. */
  readonly noteUser: (user: OsUser | undefined) => void;
  readonly add: (part: Part) => void;
  /** Stops the parts in reverse order and prints each step; returns false if one failed. */
  readonly stopAll: () => Promise<boolean>;
};

export function createRun(opts: { terminal: Terminal; signal: AbortSignal; logDir: string }): Run {
  const parts: Part[] = [];
  const logs: ChildLog[] = [];
  let isNoted = false;
  return {
    signal: opts.signal,
    step: (name, work) => {
      opts.signal.throwIfAborted();
      return opts.terminal.step(name, work);
    },
    report: opts.terminal.line,
    reportFrom: (log) => (text) =>
      opts.terminal.line(text.startsWith("!") ? `${text}; its log: ${log.path}` : text),
    openLog: (name) => {
      const log = openChildLog(opts.logDir, name.replaceAll(" ", "-"), opts.terminal.line);
      logs.push(log);
      return log;
    },
    noteUser: (user) => {
      if (user?.readsAll !== true || isNoted) return;
      isNoted = true;
      opts.terminal.line(
        `  The user ${user.name} cannot read this checkout or DATA_DIR, so processes may read (not write) every file of this machine.`,
      );
    },
    add: (part) => void parts.push(part),
    stopAll: async () => {
      let clean = true;
      for (const part of parts.splice(0).toReversed()) {
        await opts.terminal.step(`${part.name} stopped`, part.stop).catch((error: unknown) => {
          clean = false;
          opts.terminal.line(`! ${part.name}: ${error instanceof Error ? error.message : String(error)}`);
        });
      }
      await Promise.all(logs.map((log) => log.close()));
      return clean;
    },
  };
}

export const logDirOf = (dataDir: string): string => join(dataDir, "logs");
