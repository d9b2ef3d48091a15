import { monotonicMs } from "#platform/clock.ts";

const FIRST_SIGN_MS = 2_000;
const NEXT_SIGN_MS = 15_000;

export type Terminal = {
  /** One line when it ends: a mark, the name and how long it took. `say` tells what it is at. */
  readonly step: <T>(name: string, work: (say: (text: string) => void) => Promise<T>) => Promise<T>;
  readonly line: (text: string) => void;
};

/** Steps as lines that a person reads; on a screen the line of a running step counts its seconds. */
export function createTerminal(out: NodeJS.WriteStream): Terminal {
  // A terminal that was closed must not end the process that is about to stop its children.
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
      const sign = () => {
        if (screen) {
          open = status();
          draw();
        } else line(status());
      };
      const timers = screen
        ? [setInterval(sign, 500)]
        : [setTimeout(sign, FIRST_SIGN_MS), setInterval(sign, NEXT_SIGN_MS)];
      if (screen) sign();
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
