import { Agent, request } from "node:http";

export type HonestReport = {
  requests: number;
  answers5xx: number;
  refused: number;
  p50Ms: number;
  p99Ms: number;
};
type Answer = { status: number; ms: number; etag: string | undefined };

const THINK_MS = 1_000;
const agent = new Agent({ keepAlive: true });
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Popular items: what traders open. */
const ITEMS = [4151, 11802, 13652, 12934, 20997, 21034, 22325, 561, 560, 565, 2, 385, 13190, 11235, 11832];

/**
 * Users with addresses of their own who read as a browser does: the list and its data, an item, its chart, the feed's
 * state; with the ETag of what they have. Each waits a second between two steps.
 */
export async function runHonestUsers(url: string, users: number, seconds: number): Promise<HonestReport> {
  const until = performance.now() + seconds * 1_000;
  const answers: Answer[] = [];
  const visit = async (user: number) => {
    const etags = new Map<string, string>();
    const ask = async (path: string) => {
      const answer = await get(url, path, `198.51.100.${user}`, etags.get(path));
      if (answer.etag !== undefined) etags.set(path, answer.etag);
      answers.push(answer);
    };
    await sleep((user * THINK_MS) / users);
    for (let turn = user; performance.now() < until; turn++) {
      const id = ITEMS[turn % ITEMS.length] ?? 4151;
      const input = (value: unknown) => encodeURIComponent(JSON.stringify(value));
      const steps = [
        ["/", `/trpc/items.getChanges?input=${input({ since: null })}`],
        ["/trpc/items.getStatus"],
        [
          `/items/${id}`,
          `/trpc/items.get?input=${input({ id })}`,
          `/trpc/items.getPriceHistory?input=${input({ itemId: id, timestep: "1h" })}`,
        ],
      ];
      for (const step of steps) {
        await Promise.all(step.map(ask));
        await sleep(THINK_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: users }, (_, user) => visit(user)));
  const times = answers.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? Number.NaN);
  return {
    requests: answers.length,
    answers5xx: answers.filter(({ status }) => status >= 500 || status === 0).length,
    refused: answers.filter(({ status }) => status === 429).length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

/** Status 0: the connection was cut off. */
function get(url: string, path: string, ip: string, etag: string | undefined): Promise<Answer> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    const done = (status: number, tag?: string) =>
      resolve({ status, ms: performance.now() - startedAt, etag: tag });
    const headers = {
      "x-forwarded-for": ip,
      "accept-encoding": "br",
      ...(etag !== undefined && { "if-none-match": etag }),
    };
    const sent = request(new URL(path, url), { agent, headers }, (res) => {
      res
        .on("end", () => done(res.statusCode ?? 0, res.headers.etag))
        .on("error", () => done(0))
        .resume();
    });
    sent.on("error", () => done(0)).end();
  });
}
