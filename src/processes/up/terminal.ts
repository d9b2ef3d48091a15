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

type OpenStep = { name: string; detail: string; started: number };

/**
 * Prints the steps of the launcher. On a terminal its last line shows the running steps and counts their seconds; steps may
 * run side by side.
 */
export function createTerminal(out: NodeJS.WriteStream): Terminal {
  // A closed terminal must not end the process before it has stopped its children.
  out.on("error", () => undefined);
  const screen = out.isTTY;
  const open = new Set<OpenStep>();

  const clear = () => {
    if (open.size > 0 && screen) out.write("\r\u001B[K");
  };
  const draw = () => {
    if (open.size === 0 || !screen) return;
    const text = [...open].map((step) => `… ${describe(step)}`).join("  ");
    out.write(`\r\u001B[K${text.slice(0, Math.max(20, (out.columns || 80) - 1))}`);
  };
  const line = (text: string) => {
    clear();
    out.write(`${text}\n`);
    draw();
  };

  return {
    line,
    step: async (name, work) => {
      const step: OpenStep = { name, detail: "", started: monotonicMs() };
      const show = () => (screen ? draw() : line(`… ${describe(step)}`));
      const timers = screen
        ? [setInterval(show, 500)]
        : [setTimeout(show, FIRST_STATUS_MS), setInterval(show, NEXT_STATUS_MS)];
      open.add(step);
      if (screen) draw();
      const end = (text: string) => {
        for (const timer of timers) clearInterval(timer);
        clear();
        open.delete(step);
        line(text);
      };
      try {
        const result = await work((text) => (step.detail = text));
        end(`✓ ${describe(step)}`);
        return result;
      } catch (error) {
        end(`✗ ${name}`);
        throw error;
      }
    },
  };
}

const describe = ({ name, detail, started }: OpenStep): string =>
  `${name}${detail && ` - ${detail}`} (${seconds(monotonicMs() - started)})`;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(ms < 9_950 ? 1 : 0)} s`;
