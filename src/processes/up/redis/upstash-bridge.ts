import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Redis } from "ioredis";
import { z } from "zod";
import { asUpstashValue } from "./upstash-value.ts";
import type { UpstashEncoding, UpstashValue } from "./upstash-value.ts";

const COMMAND_TIMEOUT_MS = 2_000;
const RECONNECT_MS = 100;

export type UpstashBridge = {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly close: () => Promise<void>;
};

type Options = {
  redisUrl: string;
  token: string;
  port?: number;
  /** Bytes of a request's body; more answers 413. */
  maxBodyBytes?: number;
};

type Reply = { result: UpstashValue } | { error: string };

/** A failure that answers with a status of its own; `message` reaches the client. */
class BridgeError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const command = z.tuple([z.string().min(1)], z.union([z.string(), z.number(), z.boolean(), z.null()]));
const batch = z.array(command).min(1).max(10_000);
type Command = z.infer<typeof command>;

/** On a connection that all callers share these would block, steal or end it for everybody else. */
const REFUSED = new Set(
  "auth blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin client debug discard exec hello monitor multi psubscribe quit replicaof reset select shutdown slaveof ssubscribe subscribe sync psync unwatch wait waitaof watch".split(
    " ",
  ),
);

/**
 * Speaks the Upstash REST dialect in front of a redis-server, so the web tier's client is the same here
 * as on a serverless host. Redis away: 503 at once, never a queue; it comes back by itself.
 */
export async function startUpstashBridge(opts: Options): Promise<UpstashBridge> {
  const redis = new Redis(opts.redisUrl, {
    protocol: 2,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: 2_000,
    retryStrategy: () => RECONNECT_MS,
  });
  redis.on("error", () => undefined);
  const expected = digest(`Bearer ${opts.token}`);
  const limit = opts.maxBodyBytes ?? 10 * 1024 * 1024;

  const server = createServer((request, response) => {
    answer(redis, request, expected, limit).then(
      (body) => send(response, 200, body),
      (error: unknown) => send(response, statusOf(error), { error: messageOf(error) }),
    );
  });
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 60_000;
  const port = await listen(server, opts.port ?? 0);
  await firstConnection(redis);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    token: opts.token,
    close: async () => {
      redis.disconnect();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  redis: Redis,
  request: IncomingMessage,
  expected: Buffer,
  limit: number,
): Promise<unknown> {
  if (!timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) {
    throw new BridgeError(401, "Unauthorized");
  }
  if (request.method !== "POST") throw new BridgeError(405, "Only POST is served");
  const body = await readJson(request, limit);
  const encoding = request.headers["upstash-encoding"] === "base64" ? "base64" : "utf8";
  if (redis.status !== "ready") throw new BridgeError(503, "Redis is not reachable");

  switch (request.url) {
    case "/":
      return runOne(redis, parse(command, body), encoding);
    case "/pipeline":
      return runPipeline(redis, parse(batch, body), encoding);
    case "/multi-exec":
      return runTransaction(redis, parse(batch, body), encoding);
    default:
      throw new BridgeError(404, "Not found");
  }
}

const parse = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new BridgeError(400, "ERR failed to parse command");
};

const argumentsOf = ([, ...args]: Command): string[] =>
  args.map((value) => (value === null ? "" : String(value)));

/** In capitals, under which ioredis knows no command that it would reshape the reply of. */
function nameOf([name]: Command): string {
  const refused = REFUSED.has(name.toLowerCase());
  if (refused) throw new BridgeError(400, `ERR Command is not available: '${name}'`);
  return name.toUpperCase();
}

async function runOne(redis: Redis, given: Command, encoding: UpstashEncoding): Promise<Reply> {
  return { result: asUpstashValue(await redis.callBuffer(nameOf(given), argumentsOf(given)), encoding) };
}

/** Written in one go; a command that fails does not stop the others. */
async function runPipeline(redis: Redis, given: Command[], encoding: UpstashEncoding): Promise<Reply[]> {
  const pipeline = redis.pipeline();
  for (const one of given) pipeline.callBuffer(nameOf(one), argumentsOf(one));
  return asReplies((await pipeline.exec()) ?? [], encoding);
}

/** All or nothing is for what Redis refuses to queue; a command that fails while running is told alone. */
async function runTransaction(redis: Redis, given: Command[], encoding: UpstashEncoding): Promise<Reply[]> {
  const transaction = redis.multi();
  for (const one of given) transaction.callBuffer(nameOf(one), argumentsOf(one));
  return asReplies((await transaction.exec()) ?? [], encoding);
}

const asReplies = (results: [error: Error | null, result: unknown][], encoding: UpstashEncoding): Reply[] =>
  results.map(([error, result]) => {
    if (!error) return { result: asUpstashValue(result, encoding) };
    if (isReplyError(error)) return { error: error.message };
    throw error;
  });

const isReplyError = (error: unknown): error is Error =>
  error instanceof Error && error.name === "ReplyError";

function statusOf(error: unknown): number {
  if (error instanceof BridgeError) return error.status;
  return isReplyError(error) ? 400 : 503;
}

function messageOf(error: unknown): string {
  if (error instanceof BridgeError || isReplyError(error)) return error.message;
  return "Redis is not reachable";
}

async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  if (Number(request.headers["content-length"] ?? 0) > limit)
    throw new BridgeError(413, "Request is too large");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw new BridgeError(413, "Request is too large");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw new BridgeError(400, "ERR failed to parse command");
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    // What is left of a body that was not read would be taken for the next request.
    ...(status === 413 || status === 401 ? { connection: "close" } : {}),
  });
  response.end(text);
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port }, () => {
      const address = server.address();
      resolve(address && typeof address === "object" ? address.port : port);
    });
  });

/** A bridge that starts while Redis is away serves 503 until it is there. */
const firstConnection = (redis: Redis): Promise<void> =>
  new Promise((resolve) => {
    redis.once("ready", resolve);
    redis.once("error", () => resolve());
  });
