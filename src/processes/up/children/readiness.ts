import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { monotonicMs } from "#platform/clock.ts";
import { UserError } from "#processes/up/user-error.ts";

/** Throws an error that names the variable to change if nothing can listen on `host` and `port`. */
export const checkPortFree = (host: string, port: number, command = "npm run up"): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") {
        const other = port < 65_535 ? port + 1 : 3000;
        reject(
          new UserError(
            `Port ${port} is taken by another program. Choose one with PORT, as in: PORT=${other} ${command}`,
          ),
        );
      } else if (error.code === "EACCES") {
        reject(
          new UserError(`Port ${port} needs rights that this user lacks. Choose one above 1023 with PORT.`),
        );
      } else if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
        reject(new UserError(`HOST (${host}) is no address of this machine. Unset it for 127.0.0.1 alone.`));
      } else reject(error);
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });

/** Polls `url` until `accept` returns true. Throws at the time limit, or when `failed` returns a reason. */
export async function waitUntilAnswers(opts: {
  url: string;
  accept: (status: number) => boolean;
  limitMs: number;
  signal: AbortSignal;
  failed: () => string | undefined;
}): Promise<void> {
  const deadline = monotonicMs() + opts.limitMs;
  for (;;) {
    opts.signal.throwIfAborted();
    const answer = await fetch(opts.url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer && opts.accept(answer.status)) return;
    const reason =
      opts.failed() ?? (monotonicMs() > deadline ? `no answer within ${opts.limitMs / 1000} s` : undefined);
    if (reason !== undefined) throw new UserError(reason);
    await sleep(100);
  }
}
