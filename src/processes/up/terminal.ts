import { monotonicMs } from "#platform/clock.ts";

const FIRST_STATUS_MS = 2_000;
const NEXT_STATUS_MS = 15_000;

export type Terminal = {
  /**
   * Prints a line when `work` ends: a check mark or cross, the name and the duration. `setDetail` sets the detail shown
   * with the name.
   */
  readonly step: <T>(name: string, work: (setDetail: (text: string) => void) => Promise<T>) => Promise<T>;
  readonly line: (text: string) => void;
};

/** Prints the steps of the launcher; on a terminal the line of a running step counts its seconds. */
export function createTerminal(out: NodeJS.WriteStream): Terminal {
  // A closed terminal must not end the process before it has stopped its children.
  out.on("error", () => undefined);
  const screen = out.isTTY;
  let open: string | undefined;

  const clear = () => {
    if (open !== undefined && screen) out.write("\r\u001B[K");
  };
  const draw = () => {
    if (open !== undefined && screen)
      out.write(`\r\u001B[K${open.slice(0, Math.max(20, (out.columns || 80) - 1))}`);
  };
  const line = (text: string) => {
    clear();
    out.write(`${text}\n`);
    draw();
  };

  return {
    line,
    step: async (name, work) => {
      const started = monotonicMs();
      let detail = "";
      const status = () => `… ${name}${detail && ` - ${detail}`} (${seconds(monotonicMs() - started)})`;
      const showStatus = () => {
        if (screen) {
          open = status();
          draw();
        } else line(status());
      };
      const timers = screen
        ? [setInterval(showStatus, 500)]
        : [setTimeout(showStatus, FIRST_STATUS_MS), setInterval(showStatus, NEXT_STATUS_MS)];
      if (screen) showStatus();
      const end = (text: string) => {
        for (const timer of timers) clearInterval(timer);
        clear();
        open = undefined;
        line(text);
      };
      try {
        const result = await work((text) => (detail = text));
        end(`✓ ${name}${detail && ` - ${detail}`} (${seconds(monotonicMs() - started)})`);
        return result;
      } catch (error) {
        end(`✗ ${name}`);
        throw error;
      }
    },
  };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s`;
