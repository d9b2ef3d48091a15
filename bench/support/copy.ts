import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { MarketStatus } from "#features/feed/contract.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { ROOT } from "./market.ts";

export type Copy = { url: string; dataDir: string; pid: number; stop: () => Promise<void> };

type CopyOptions = {
  /** As `up` takes them. */
  args?: readonly string[];
  /** Settings of `up`. */
  variables?: Readonly<Record<string, string>>;
};

/** Starts the whole product as a user would, on a free port with its own data directory. */
export async function startCopy({ args = ["--no-plans"], variables }: CopyOptions = {}): Promise<Copy> {
  const dir = await mkdtemp(join(tmpdir(), "ge-metrics-copy-"));
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, "src/processes/up/main.ts"), ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PORT: String(port), DATA_DIR: dir, NODE_ENV: "production", ...variables },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  // Ctrl-C reaches the copy by itself; a signal to this process alone does not.
  process.once("SIGTERM", () => void stop().then(() => process.exit(143)));
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      console.log(line);
      if (line.startsWith("ready ")) resolve();
    });
  });
  const failed = ended.then(() => {
    throw new Error("the copy ended before it was ready");
  });
  failed.catch(() => undefined);
  await Promise.race([ready, failed]).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url: `http://localhost:${port}`, dataDir: dir, pid: child.pid ?? 0, stop };
}

const FILL_LIMIT_MS = 600_000;
const POLL_MS = 2_000;
/** A backfill begins within this time; one that does not was over before, as it runs while the pages are built. */
const BEGINS_WITHIN_MS = 30_000;

/** Waits until a new copy has fetched its initial history, which takes minutes even from the simulator. */
export async function waitUntilFilled(url: string): Promise<void> {
  const since = performance.now();
  let hasBegun = false;
  for (;;) {
    const answer = await fetch(`${url}/trpc/items.getStatus`);
    const { result } = (await answer.json()) as { result: { data: MarketStatus } };
    const { backfill } = result.data;
    const waitedMs = performance.now() - since;
    if (backfill === null && (hasBegun || waitedMs > BEGINS_WITHIN_MS)) return;
    hasBegun ||= backfill !== null;
    if (waitedMs > FILL_LIMIT_MS) throw new Error("the copy's history was not complete after ten minutes");
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}
