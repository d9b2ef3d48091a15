import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const ROOT = resolve(import.meta.dirname, "../../..");
const MAIN = join(ROOT, "src/processes/up/main.ts");
const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 30_000;

export type Desk = {
  url: string;
  /** Where the mails that it sends can be read. */
  mailUrl: string;
  /** Where commands find its database. */
  dataDir: string;
  stop: () => Promise<void>;
};

/** The whole product as `up` starts it: a free port, data of its own, gone when stopped. Everything is free unless it `sells`. */
export async function startDesk(
  env: Readonly<Record<string, string>> = {},
  { sells = false }: { sells?: boolean } = {},
): Promise<Desk> {
  const dataDir = await mkdtemp(join(tmpdir(), "ge-metrics-e2e-"));
  const child = spawn(join(ROOT, "node_modules/.bin/node"), [MAIN, ...(sells ? [] : ["--no-plans"])], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", PORT: "0", DATA_DIR: dataDir, ...env },
  });
  const exited = once(child, "exit");
  const said: string[] = [];
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
      await exited;
      clearTimeout(force);
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  const ready = new Promise<Pick<Desk, "url" | "mailUrl">>((done, fail) => {
    const timer = setTimeout(() => fail(new Error("not ready in time")), START_LIMIT_MS);
    const urls = { ready: "", mail: "" };
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const [, name, url = ""] = /^(ready|mail) (\S+)/.exec(line) ?? [];
        if (name === undefined) return;
        urls[name === "ready" ? "ready" : "mail"] = url;
        if (urls.ready === "" || urls.mail === "") return;
        clearTimeout(timer);
        done({ url: urls.ready, mailUrl: urls.mail });
      });
    }
    child.once("exit", () => {
      clearTimeout(timer);
      fail(new Error("ended before it was ready"));
    });
  });
  try {
    return { ...(await ready), dataDir, stop };
  } catch (error) {
    await stop();
    throw new Error(`The product did not start:\n${said.join("\n")}`, { cause: error });
  }
}
