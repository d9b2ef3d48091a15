import { execFile } from "node:child_process";

const MAX_BYTES = 64 * 1024 * 1024;

/** Runs npm and gives what it printed. npm ends with an error for what it finds too, so its exit code says little. */
export function runNpm(
  args: readonly string[],
  maxWaitMs: number,
): Promise<{ output: string; errors: string; timedOut: boolean }> {
  const options = { maxBuffer: MAX_BYTES, timeout: maxWaitMs };
  return new Promise((resolve) => {
    execFile("npm", [...args, "--loglevel=error"], options, (error, output, errors) =>
      resolve({ output, errors, timedOut: error?.killed === true }),
    );
  });
}
