import { Agent, request } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";

/** What an attack did: requests by the status that answered them, `error` for those that were cut off. */
export type Tally = Record<string, number>;

export type AttackContext = {
  url: URL;
  /** Signed cookies of sessions that have ended. */
  deadCookies: readonly string[];
  isOver: () => boolean;
  tally: Tally;
};

type Attack = (context: AttackContext) => Promise<void>;

const agent = new Agent({ keepAlive: true, maxSockets: 200 });
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const count = (tally: Tally, what: string | number) => {
  tally[what] = (tally[what] ?? 0) + 1;
};

/** An address of the block that documents may use; `attack` keeps the attacks' addresses apart. */
const addressOf = (attack: number, n: number) => `203.0.${attack}.${n % 256}`;

type Sent = { path: string; ip: string; method?: string; headers?: Record<string, string>; body?: string };

/** Sends a request and throws the answer away as it arrives. */
function send(
  { url, tally }: AttackContext,
  { path, ip, method = "GET", headers, body }: Sent,
): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(
      new URL(path, url),
      { method, agent, headers: { "x-forwarded-for": ip, ...headers } },
      (res) => {
        count(tally, res.statusCode ?? 0);
        res.on("end", resolve).on("error", resolve).resume();
      },
    );
    sent.on("error", () => {
      count(tally, "error");
      resolve();
    });
    sent.end(body);
  });
}

/** `senders` addresses, each sending the next request `pauseMs` after the last answer. */
async function swarm(
  context: AttackContext,
  { senders, pauseMs }: { senders: number; pauseMs: number },
  sentBy: (sender: number, turn: number) => Sent,
): Promise<void> {
  const run = async (sender: number) => {
    for (let turn = 0; !context.isOver(); turn++) {
      await send(context, sentBy(sender, turn));
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, sender) => run(sender)));
}

const json = (value: unknown) => encodeURIComponent(JSON.stringify(value));
const post = (ip: string, path: string, value: unknown): Sent => ({
  path,
  ip,
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

const listBatch = (size: number, turn: number) => {
  const input = JSON.stringify(Object.fromEntries(Array.from({ length: size }, (_, at) => [at, {}])));
  const padded = input.replace("{", `{${" ".repeat(turn % 1_000)}`);
  return `/trpc/${Array.from({ length: size }, () => "items.getAll").join()}?batch=1&input=${encodeURIComponent(padded)}`;
};

/** Opens connections that write one request each and then read nothing. */
async function holdOpen(context: AttackContext, size: number, head: (n: number) => string): Promise<void> {
  const held = new Set<Socket>();
  for (let n = 0; !context.isOver(); n++) {
    if (held.size < size) {
      const socket = connect(Number(context.url.port), context.url.hostname);
      held.add(socket);
      socket
        .on("error", () => undefined)
        .on("close", () => {
          held.delete(socket);
          count(context.tally, "closed");
        });
      socket.pause();
      socket.write(head(n));
      count(context.tally, "opened");
    }
    await sleep(held.size < size ? 5 : 200);
  }
  for (const socket of held) socket.destroy();
}

const head = (path: string, ip: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, "Host: localhost", `X-Forwarded-For: ${ip}`, ...headers, "", ""].join("\r\n");

/** By name. Each is one kind of cheap request that costs much, sent from as many addresses as a person can have. */
export const attacks: Readonly<Record<string, Attack>> = {
  batches: (context) =>
    swarm(context, { senders: 10, pauseMs: 20 }, (sender, turn) => ({
      path: listBatch(turn % 2 === 0 ? 20 : 4, turn),
      ip: addressOf(1, sender),
    })),
  upgrades: (context) =>
    holdOpen(context, 400, (n) =>
      head(`/none/${n}`, addressOf(2, n), "Connection: Upgrade", "Upgrade: websocket"),
    ),
  ranges: (context) =>
    swarm(context, { senders: 4, pauseMs: 20 }, (sender, turn) => {
      const to = Date.now() - turn * 60_000;
      const input = { itemId: 4151, timestep: "5m", from: to - 86_400_000, to };
      return { path: `/trpc/items.getPriceHistory?input=${json(input)}`, ip: addressOf(3, sender) };
    }),
  passwords: (context) =>
    swarm(context, { senders: 60, pauseMs: 100 }, (sender, turn) =>
      post(addressOf(4, sender), "/trpc/auth.login", {
        email: `nobody-${sender}-${turn}@load.invalid`,
        password: "a long password that is wrong",
      }),
    ),
  pages: (context) =>
    swarm(context, { senders: 10, pauseMs: 20 }, (sender, turn) => ({
      path: [`/?x=${sender}-${turn}`, `/?q=${sender}-${turn}`, `/items/${(sender * 1_000 + turn) % 30_000}`][
        turn % 3
      ] as string,
      ip: addressOf(5, sender),
    })),
  slowReaders: (context) => holdOpen(context, 100, (n) => head(listBatch(4, n), addressOf(6, n % 40))),
  deadSessions: (context) =>
    swarm(context, { senders: 4, pauseMs: 10 }, (sender, turn) => ({
      path: `/trpc/items.get?input=${json({ id: (turn % 4_000) + 1 })}`,
      ip: addressOf(7, sender),
      headers: { cookie: context.deadCookies[turn % Math.max(1, context.deadCookies.length)] ?? "" },
    })),
  reports: (context) =>
    swarm(context, { senders: 10, pauseMs: 10 }, (sender, turn) => ({
      path: "/csp-report",
      ip: addressOf(8, sender),
      method: "POST",
      headers: { "content-type": "application/csp-report" },
      body: JSON.stringify({
        "csp-report": {
          "document-uri": `http://localhost/${turn}`,
          "blocked-uri": `http://x${turn}.invalid/`,
        },
      }),
    })),
};
