import { monotonicMs } from "#platform/clock.ts";

const SCREEN_EVERY_MS = 150;
const LOG_EVERY_MS = 5_000;

export type Progress = {
  /** Shows how far the work is; as often as the reader can follow, however often it is called. */
  update: (text: () => string) => void;
  /** A line that stays. */
  line: (text: string) => void;
};

/** On a screen one line that changes; elsewhere a line every few seconds. */
export function createProgress(out: NodeJS.WriteStream): Progress {
  // Whoever reads the end of a pipe may go; the work goes on.
  out.on("error", () => undefined);
  const everyMs = out.isTTY ? SCREEN_EVERY_MS : LOG_EVERY_MS;
  let nextAt = monotonicMs() + everyMs;
  let open = false;
  const close = () => {
    if (open) out.write("\r\u001B[K");
    open = false;
  };
  return {
    update: (text) => {
      if (monotonicMs() < nextAt) return;
      nextAt = monotonicMs() + everyMs;
      if (!out.isTTY) {
        out.write(`${text()}\n`);
        return;
      }
      close();
      out.write(text().slice(0, out.columns - 1));
      open = true;
    },
    line: (text) => {
      close();
      out.write(`${text}\n`);
    },
  };
}

const whole = new Intl.NumberFormat("en");
export const count = (value: number): string => whole.format(value);
export const plural = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
export const megabytes = (bytes: number): string =>
  `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(ms < 9_950 ? 1 : 0)} s`;
