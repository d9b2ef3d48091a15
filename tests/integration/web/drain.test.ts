import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, get } from "node:http";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { openConnection, statusesOf } from "../../support/http/raw-http.ts";
import type { RawConnection } from "../../support/http/raw-http.ts";
import { sharedRedis } from "../../support/servers/redis.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

type Child = { url: string; process: ChildProcess; arrived: string[]; ended: Promise<number | null> };

async function startChild(settings: Readonly<Record<string, string>> = {}): Promise<Child> {
  const redis = sharedRedis();
  const child = fork(new URL("../../support/servers/web-child.ts", import.meta.url), {
    cwd: ROOT,
    execPath: join(ROOT, "node_modules/.bin/node"),
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      VITEST: "",
      PORT: "0",
      DATABASE_URL: database.url,
      UPSTASH_REDIS_REST_URL: redis.restUrl,
      UPSTASH_REDIS_REST_TOKEN: redis.restToken,
      AUTH_SECRETS: "test-secret-test-secret-test-secret",
      ...settings,
    },
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const arrived: string[] = [];
  child.on("message", (url) => arrived.push(String(url)));
  const port = Promise.withResolvers<number>();
  const ready = Promise.withResolvers<void>();
  if (child.stdout === null) throw new Error("no output to read");
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = JSON.parse(text) as { msg: string; address?: { port: number } };
    if (line.msg === "listening" && line.address) port.resolve(line.address.port);
    if (line.msg === "ready") ready.resolve();
  });
  await ready.promise;
  return { url: `http://127.0.0.1:${await port.promise}`, process: child, arrived, ended };
}

const ask = (connection: RawConnection, path: string) =>
  connection.write(`GET ${path} HTTP/1.1\r\nHost: desk.example\r\n\r\n`);

it("on SIGTERM it is not ready, then accepts no connection, and completes every answer in progress", async () => {
  const child = await startChild();
  const [kept, slow, begun] = await Promise.all([
    openConnection(child.url),
    openConnection(child.url),
    openConnection(child.url),
  ]);
  ask(kept, "/page");
  await kept.until("page");
  expect(kept.text()).toContain("Connection: keep-alive");
  ask(slow, "/slow");
  ask(begun, "/begun");
  await begun.until("begun and ");
  await expect.poll(() => child.arrived.toSorted()).toEqual(["/begun", "/page", "/slow"]);
  expect((await fetch(`${child.url}/health/ready`)).status).toBe(200);

  child.process.kill("SIGTERM");
  // The server still accepts connections until balancers have seen that it is not ready.
  await expect
    .poll(async () => (await fetch(`${child.url}/health/ready`)).status, { interval: 20 })
    .toBe(503);
  const late = await openConnection(child.url);
  ask(late, "/late");
  const answer = await late.closed;
  expect(statusesOf(answer)).toEqual([200]);
  expect(answer).toContain("Connection: close");
  ask(kept, "/again");
  expect(statusesOf(await kept.closed)).toEqual([200, 200]);
  expect(kept.text().split("HTTP/1.1")[2]).toContain("Connection: close");

  // Then it accepts no new connection, while two answers are still in progress.
  await expect
    .poll(
      () =>
        openConnection(child.url).then(
          ({ socket }) => socket.destroy() && "accepted",
          () => "refused",
        ),
      { timeout: 8_000 },
    )
    .toBe("refused");
  expect(slow.text()).toBe("");
  child.process.send("finish");
  expect(await slow.closed).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n[^]*\r\n\r\nfinished$/);
  expect(await begun.closed).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*begun and [^]*finished\r\n0\r\n\r\n$/);
  expect(await child.ended).toBe(0);
});

it("accepts connections for as long as the setting says", async () => {
  const noticeMs = 3_500;
  const child = await startChild({ DRAIN_NOTICE_MS: String(noticeMs) });
  const askedAt = performance.now();
  child.process.kill("SIGTERM");
  expect(await child.ended).toBe(0);
  expect(performance.now() - askedAt).toBeGreaterThan(noticeMs);
});

/** Sends requests on a connection that stays open; opens another only while the balancer sends traffic here. */
async function keepAsking(url: string, isOut: () => boolean): Promise<{ answered: number; cut: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const counts = { answered: 0, cut: 0 };
  const askOnce = () =>
    new Promise<"open" | "closed">((done) => {
      const sent = get(`${url}/page`, { agent }, (res) => {
        res
          .on("end", () => {
            counts.answered += 1;
            done(res.headers.connection === "close" ? "closed" : "open");
          })
          .on("error", () => done("closed"))
          .resume();
      });
      sent.on("error", () => {
        counts.cut += 1;
        done("closed");
      });
    });
  let connection = await askOnce();
  while (connection === "open" || !isOut()) {
    await sleep(20);
    connection = await askOnce();
  }
  agent.destroy();
  return counts;
}

it("on SIGTERM under 200 connections that stay open, no request is cut off", async () => {
  const child = await startChild();
  let isOut = false;
  const clients = Array.from({ length: 200 }, () => keepAsking(child.url, () => isOut));
  const balancer = async () => {
    while (!isOut) {
      await sleep(100);
      const status = await fetch(`${child.url}/health/ready`).then(
        (response) => response.status,
        () => 0,
      );
      isOut = status !== 200;
    }
  };
  const watching = balancer();
  await sleep(500);
  child.process.kill("SIGTERM");
  await watching;
  const counts = await Promise.all(clients);
  expect(counts.reduce((sum, { cut }) => sum + cut, 0)).toBe(0);
  expect(counts.every(({ answered }) => answered > 0)).toBe(true);
  expect(await child.ended).toBe(0);
}, 60_000);

it("a connection that was idle when the listener closed still gets an answer", async () => {
  const child = await startChild();
  const idle = await Promise.all(Array.from({ length: 20 }, () => openConnection(child.url)));
  for (const connection of idle) ask(connection, "/page");
  for (const connection of idle) await connection.until("page");
  child.process.kill("SIGTERM");
  // New connections are accepted for a while, and then no more.
  const isOpen = () =>
    openConnection(child.url).then(
      ({ socket }) => {
        socket.destroy();
        return true;
      },
      () => false,
    );
  while (await isOpen()) await sleep(20);
  for (const connection of idle) ask(connection, "/page");
  const answers = await Promise.all(idle.map(async (connection) => statusesOf(await connection.closed)));
  expect(answers).toEqual(idle.map(() => [200, 200]));
  expect(await child.ended).toBe(0);
}, 60_000);
