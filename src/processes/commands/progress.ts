import { monotonicMs } from "#platform/clock.ts";

const SCREEN_EVERY_MS = 150;
const LOG_EVERY_MS = 5_000;

export type Progress = {
  /** Shows the progress. May be called at any rate; the output is limited to what a reader can follow. */
  update: (text: () => string) => void;
  /** Prints a permanent line. */
  line: (text: string) => void;
};

/** On a terminal updates one line; otherwise prints a line every few seconds. */
export function createProgress(out: NodeJS.WriteStream): Progress {
  // The reader of a pipe may close it; the work continues.
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
