import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { startRedis } from "#processes/up/redis/redis.ts";
import { startUpstashBridge } from "#processes/up/redis/upstash-bridge.ts";

export type TestRedis = {
  readonly url: string;
  readonly restUrl: string;
  readonly restToken: string;
  /** How long a web process waits for it; as the product does unless told. */
  readonly timeoutMs?: number;
};

/** A busy machine may keep Redis from answering as soon as the product asks; where nobody stops it, it is not away. */
const PATIENCE_MS = 10_000;

/** The run's Redis, shared: keep to keys under `prefix`, and never flush it. */
export const sharedRedis = (): TestRedis & { readonly prefix: string } => ({
  url: inject("redisUrl"),
  restUrl: inject("upstashUrl"),
  restToken: inject("upstashToken"),
  timeoutMs: PATIENCE_MS,
  prefix: `test:${randomBytes(8).toString("hex")}:`,
});

export type OwnRedis = TestRedis & {
  /** Ends the server and leaves the bridge, as a crash of Redis would. */
  readonly stop: () => Promise<void>;
  /** Starts it again on the same port, empty. */
  readonly start: () => Promise<void>;
  /** Halts it without closing a connection, as a stalled machine would; `thaw` lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Ends server and bridge for good. */
  readonly close: () => Promise<void>;
};

/** A Redis and bridge of the caller's own, for tests that stop, stall or empty it. */
export async function startOwnRedis(): Promise<OwnRedis> {
  let server = await startRedis();
  const { url, port, password } = server;
  const bridge = await startUpstashBridge({ redisUrl: url, token: "own" }).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const thaw = () => {
    try {
      process.kill(server.pid, "SIGCONT");
    } catch {
      // Already ended.
    }
  };
  return {
    url,
    restUrl: bridge.url,
    restToken: bridge.token,
    stop: () => server.stop(),
    start: async () => {
      server = await startRedis({ port, password });
    },
    freeze: () => process.kill(server.pid, "SIGSTOP"),
    thaw,
    close: async () => {
      thaw();
      await bridge.close();
      await server.stop();
    },
  };
}
