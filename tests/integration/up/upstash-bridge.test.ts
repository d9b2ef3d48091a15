import { request } from "node:http";
import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startUpstashBridge } from "#processes/up/redis/upstash-bridge.ts";
import { sharedRedis, startOwnRedis } from "../../support/servers/redis.ts";
import type { OwnRedis } from "../../support/servers/redis.ts";

/** Without retries: a refusal must be seen as it is. */
const clientOf = (from: { restUrl: string; restToken: string }) =>
  new Redis({ url: from.restUrl, token: from.restToken, retry: false, enableTelemetry: false });

describe("the official client", () => {
  const shared = sharedRedis();
  const redis = clientOf(shared);
  const key = (name: string) => `${shared.prefix}${name}`;

  test("stores, expires, counts and deletes", async () => {
    expect(await redis.set(key("a"), "x", { ex: 60 })).toBe("OK");
    expect(await redis.get(key("a"))).toBe("x");
    expect(await redis.ttl(key("a"))).toBeGreaterThan(50);
    expect(await redis.set(key("a"), "y", { nx: true })).toBeNull();
    expect(await redis.incrby(key("n"), 7)).toBe(7);
    expect(await redis.del(key("a"), key("n"), key("none"))).toBe(2);
    expect(await redis.get(key("a"))).toBeNull();
  });

  test.each([
    ["unicode", "Ünïcode 𝄞 ✓ Дракон"],
    ["control characters", "\u0000\r\n\t\u001f\u007f"],
    ["the word that the dialect writes bare", "OK"],
    ["empty", ""],
    ["large", "€".repeat(300_000)],
  ])("gives back the very text: %s", async (name, text) => {
    const plain = new Redis({
      url: shared.restUrl,
      token: shared.restToken,
      automaticDeserialization: false,
    });
    await plain.set(key(name), text);
    expect(await plain.get(key(name))).toBe(text);
    expect(await plain.mget(key(name), key("none"))).toEqual([text, null]);
  });

  test("answers without base64 where the client does not ask for it", async () => {
    const plain = new Redis({ url: shared.restUrl, token: shared.restToken, responseEncoding: false });
    await plain.set(key("plain"), "Größe");
    expect(await plain.get(key("plain"))).toBe("Größe");
  });

  test("objects, hashes, sorted sets and scans keep their shape", async () => {
    await redis.set(key("object"), { a: [1, "two", null] });
    expect(await redis.get(key("object"))).toEqual({ a: [1, "two", null] });
    expect(await redis.hset(key("hash"), { x: 1, y: "b" })).toBe(2);
    expect(await redis.hgetall(key("hash"))).toEqual({ x: 1, y: "b" });
    await redis.zadd(key("ranks"), { score: 1.5, member: "m" }, { score: 9, member: "n" });
    expect(await redis.zrange(key("ranks"), 0, -1, { withScores: true })).toEqual(["m", 1.5, "n", 9]);
    const [, found] = await redis.scan(0, { match: key("*"), count: 10_000 });
    expect(found).toContain(key("ranks"));
  });

  test("a pipeline answers each command by itself", async () => {
    const pipeline = redis.pipeline();
    pipeline.set(key("p"), "text");
    pipeline.incr(key("p"));
    pipeline.get(key("p"));
    const [stored, counted, read] = await pipeline.exec<[string, number, string]>({ keepErrors: true });
    expect(stored.result).toBe("OK");
    expect(counted.error).toContain("not an integer");
    expect(read.result).toBe("text");
  });

  test("a transaction runs whole, and is refused whole when a command is not one", async () => {
    const good = redis.multi();
    good.set(key("m"), "1");
    good.incr(key("m"));
    good.lpush(key("list"), "ü", "b");
    good.lrange(key("list"), 0, -1);
    expect(await good.exec()).toEqual(["OK", 2, 2, ["b", "ü"]]);

    const bad = await post(shared, "/multi-exec", [["SET", key("m"), "9"], ["NOSUCH"]]);
    expect(bad.status).toBe(400);
    expect(bad.body).toMatchObject({ error: expect.stringContaining("EXECABORT") });
    expect(await redis.get(key("m"))).toBe(2);
  });

  test("scripts run by text and by digest", async () => {
    const script = "return {redis.call('incrby', KEYS[1], ARGV[1]), 'é', false, {ok='OK'}}";
    expect(await redis.eval(script, [key("s")], ["5"])).toEqual([5, "é", null, "OK"]);
    const digest = await redis.scriptLoad(script);
    expect(await redis.evalsha(digest, [key("s")], ["5"])).toEqual([10, "é", null, "OK"]);
    await expect(redis.evalsha("0".repeat(40), [], [])).rejects.toThrow("NOSCRIPT");
  });

  test("an error of Redis is the client's error", async () => {
    await redis.set(key("text"), "x");
    await expect(redis.incr(key("text"))).rejects.toThrow("not an integer");
    await expect(redis.lpush(key("text"), "y")).rejects.toThrow("WRONGTYPE");
  });

  test("many callers at once each get their own answer", async () => {
    const names = Array.from({ length: 200 }, (_, index) => key(`many-${index}`));
    await Promise.all(names.map((name, index) => redis.set(name, index)));
    expect(await Promise.all(names.map((name) => redis.get(name)))).toEqual(names.map((_, index) => index));
  });
});

describe("what is refused", () => {
  const shared = sharedRedis();

  test.each([
    ["another token", "wrong"],
    ["no token", ""],
  ])("%s: 401", async (_, restToken) => {
    const answer = await post({ ...shared, restToken }, "/", ["PING"]);
    expect(answer).toEqual({ status: 401, body: { error: "Unauthorized" } });
    await expect(clientOf({ ...shared, restToken: "wrong" }).get("a")).rejects.toThrow("Unauthorized");
  });

  test.each([
    ["no list", { a: 1 }],
    ["an empty list", []],
    ["a nested list", ["GET", ["a"]]],
    ["an object among the words", ["GET", {}]],
  ])("%s: 400", async (_, body) => {
    expect((await post(shared, "/", body)).status).toBe(400);
  });

  test("text that is no JSON: 400; another path: 404", async () => {
    expect((await postText(shared, "/", "{")).status).toBe(400);
    expect((await post(shared, "/nowhere", ["PING"])).status).toBe(404);
  });

  test.each(["BLPOP", "subscribe", "Monitor", "select", "MULTI", "SHUTDOWN", "QUIT"])(
    "%s would take the shared connection away: 400",
    async (name) => {
      const answer = await post(shared, "/", [name, "1", "0"]);
      expect(answer).toMatchObject({
        status: 400,
        body: { error: expect.stringContaining("not available") },
      });
      expect((await post(shared, "/", ["PING"])).body).toEqual({ result: "PONG" });
    },
  );

  test("a body over the limit: 413, announced or not", async () => {
    const bridge = await startUpstashBridge({ redisUrl: shared.url, token: "small", maxBodyBytes: 1_000 });
    const small = { restUrl: bridge.url, restToken: "small" };
    try {
      expect((await post(small, "/", ["SET", "a", "x".repeat(2_000)])).status).toBe(413);
      expect((await postText(small, "/", "x".repeat(200_000), { chunked: true })).status).toBe(413);
      expect((await post(small, "/", ["PING"])).status).toBe(200);
    } finally {
      await bridge.close();
    }
  });
});

describe("Redis away", () => {
  let own: OwnRedis;
  beforeAll(async () => {
    own = await startOwnRedis();
  });
  afterAll(() => own.close());

  test("503 at once while it is stopped, and answers again after", async () => {
    const redis = clientOf(own);
    await redis.set("a", "before");
    await own.stop();
    const started = performance.now();
    expect(await post(own, "/", ["GET", "a"])).toEqual({
      status: 503,
      body: { error: "Redis is not reachable" },
    });
    await expect(redis.get("a")).rejects.toThrow("not reachable");
    expect(performance.now() - started).toBeLessThan(1_000);

    await own.start();
    await expect.poll(async () => (await post(own, "/", ["PING"])).status, { timeout: 5_000 }).toBe(200);
    expect(await redis.get("a")).toBeNull();
  });

  test("a command that hangs is given up, and the next ones work", async () => {
    own.freeze();
    const hanging = post(own, "/", ["PING"]);
    expect((await hanging).status).toBe(503);
    own.thaw();
    await expect
      .poll(async () => (await post(own, "/", ["PING"])).body, { timeout: 5_000 })
      .toEqual({ result: "PONG" });
  });
});

type Answer = { status: number; body: unknown };
type Target = { restUrl: string; restToken: string };

const post = (to: Target, path: string, body: unknown): Promise<Answer> =>
  postText(to, path, JSON.stringify(body));

const postText = (
  to: Target,
  path: string,
  text: string,
  opts: { chunked?: boolean } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${to.restToken}`,
      ...(opts.chunked ? {} : { "content-length": Buffer.byteLength(text) }),
    };
    const sent = request(new URL(path, to.restUrl), { method: "POST", headers }, (response) => {
      response.setEncoding("utf8");
      let body = "";
      response.on("data", (part: string) => (body += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(body) }));
    });
    sent.once("error", reject);
    sent.end(text);
  });
