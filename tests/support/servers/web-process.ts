import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { TEST_SECRETS } from "../people/mailbox.ts";
import type { TestRedis } from "./redis.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

type Line = { level: string; msg: string; [field: string]: unknown };

export type WebProcess = {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has logged so far. */
  readonly lines: readonly Line[];
  /** Its exit code; null after a signal. */
  readonly ended: Promise<number | null>;
  readonly kill: () => Promise<void>;
};

/** The web tier as a process of its own, with all but Next's pages, on a free port. */
export async function startWebProcess(opts: {
  databaseUrl: string;
  redis: TestRedis;
  /** By default 5 s, because tests share a busy machine. */
  databaseTimeoutMs?: number;
}): Promise<WebProcess> {
  const child = fork(join(ROOT, "tests/support/servers/web-child.ts"), {
    cwd: ROOT,
    execPath: process.execPath,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      VITEST: "",
      PORT: "0",
      DATABASE_URL: opts.databaseUrl,
      UPSTASH_REDIS_REST_URL: opts.redis.restUrl,
      UPSTASH_REDIS_REST_TOKEN: opts.redis.restToken,
      DATABASE_TIMEOUT_MS: String(opts.databaseTimeoutMs ?? 5_000),
      REDIS_TIMEOUT_MS: String(opts.redis.timeoutMs ?? ""),
      AUTH_SECRETS: TEST_SECRETS.join(","),
    },
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const lines: Line[] = [];
  const port = Promise.withResolvers<number>();
  const ready = Promise.withResolvers<void>();
  if (child.stdout === null) throw new Error("no output to read");
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = JSON.parse(text) as Line & { address?: { port: number } };
    lines.push(line);
    if (line.msg === "listening" && line.address) port.resolve(line.address.port);
    if (line.msg === "ready") ready.resolve();
  });
  const failed = ended.then((code) => {
    throw new Error(`the web process ended with code ${code}: ${JSON.stringify(lines.at(-1))}`);
  });
  failed.catch(() => undefined);
  await Promise.race([ready.promise, failed]);
  return {
    url: `http://127.0.0.1:${await port.promise}`,
    child,
    lines,
    ended,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
