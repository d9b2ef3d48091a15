import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "#processes/up/tied-process.ts";
import { ROOT } from "./market.ts";

export type Copy = { url: string; dataDir: string; stop: () => Promise<void> };

/** The whole product, started as a user would, on a free port and with data of its own. */
export async function startCopy(): Promise<Copy> {
  const dir = await mkdtemp(join(tmpdir(), "ge-metrics-copy-"));
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, "src/processes/up/main.ts"), "--no-plans"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PORT: String(port), DATA_DIR: dir, NODE_ENV: "production" },
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
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
  return { url: `http://localhost:${port}`, dataDir: dir, stop };
}
