import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { createWorkerScript } from "./worker-script.ts";

async function serve(build: string | null): Promise<string> {
  const answer = createWorkerScript(build);
  const server = createServer((req, res) => {
    if (!answer(req, res, "r1")) res.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("answers a script of this build that is asked for anew each time and may only fetch from this origin", async () => {
  const url = await serve("build-7");
  const answer = await fetch(`${url}/sw.js`);
  const script = await answer.text();
  expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'; connect-src 'self'");
  expect(script).toContain('"build-7"');
  expect(script).not.toContain("unregister()");
  // Without types, and without a name of its module.
  expect(() => new Function(script)).not.toThrow();
  expect((await fetch(`${url}/sw.js`, { method: "POST" })).status).toBe(405);
  expect((await fetch(`${url}/sw.js/x`)).status).toBe(404);
});

test("without a build, or switched off, the script removes the worker", async () => {
  const script = await (await fetch(`${await serve(null)}/sw.js`)).text();
  expect(script).toContain("unregister()");
  expect(script).not.toContain("/offline");
});
