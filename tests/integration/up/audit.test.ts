import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const BULK = "/-/npm/v1/security/advisories/bulk";
const SERIOUS = {
  nodemailer: [
    { id: 1, url: "https://x.example/1", title: "t", severity: "critical", vulnerable_versions: "*" },
  ],
};

/** Runs the command against a registry that answers every question for advisories so. */
async function audit(status: number, body: unknown): Promise<{ code: number | null; said: string }> {
  const registry = createServer((req, res) => {
    const known = req.url === BULK ? status : 404;
    req.resume().once("end", () => {
      res
        .writeHead(known, { "content-type": "application/json" })
        .end(JSON.stringify(known === 404 ? {} : body));
    });
  }).listen(0, "127.0.0.1");
  await once(registry, "listening");
  // npm keeps advisories in its cache, by their id.
  const cache = await mkdtemp(join(tmpdir(), "ge-metrics-npm-"));
  const { port } = registry.address() as AddressInfo;
  const env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_cache: cache };
  const child = execFile(process.execPath, ["src/processes/commands/audit.ts"], { env });
  let said = "";
  child.stdout?.on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  registry.closeAllConnections();
  registry.close();
  await rm(cache, { recursive: true, force: true });
  return { code, said };
}

test.concurrent.each([
  [200, SERIOUS, 1, "critical. `npm audit --omit=dev` names the packages"],
  [501, { error: "no" }, 2, "the registry in use does not answer npm audit (501 Not Implemented"],
] as const)(
  "a registry that answers %d %o: npm run audit ends with %d and says it",
  { timeout: 90_000 },
  async (status, body, code, sentence) => {
    const answer = await audit(status, body);
    expect(answer).toEqual({ code, said: expect.stringContaining(sentence) });
  },
);
