import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { monotonicMs } from "#platform/clock.ts";
import { UserError } from "#processes/up/user-error.ts";

/** Throws an error that names the port and the variable if another program listens on `port`. */
export const checkPortFree = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") {
        const other = port < 65_535 ? port + 1 : 3000;
        reject(
          new UserError(
            `Port ${port} is taken by another program. Choose one with PORT, as in: PORT=${other} npm run up`,
          ),
        );
      } else if (error.code === "EACCES") {
        reject(
          new UserError(`Port ${port} needs rights that this user lacks. Choose one above 1023 with PORT.`),
        );
      } else reject(error);
    });
    probe.listen(port, () => probe.close(() => resolve()));
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
