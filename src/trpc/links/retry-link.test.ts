import { createTRPCClient, httpLink } from "@trpc/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AppRouter } from "#trpc/register.ts";
import { limitSilence } from "./limit-silence.ts";
import { retryLink } from "./retry-link.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What one attempt meets: an answer with a status after a time, a broken connection after a time, or nothing at all. */
type Attempt = { afterMs: number; status?: number; app?: object } | "nothing";

const after = (ms: number): Promise<void> =>
  ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));

const answerOf = (status: number, app: object | null): Response =>
  status === 200
    ? Response.json({ result: { data: { hits: [] } } })
    : Response.json(
        { error: { message: "no", code: -32_603, data: { httpStatus: status, app } } },
        { status },
      );

/** Asks through the links of the page. Attempts beyond the listed ones meet what the last one met. */
async function ask(attempts: readonly Attempt[], type: "query" | "mutation" = "query") {
  const starts: number[] = [];
  const startedAt = Date.now();
  const fetchFrom = async (_: unknown, { signal }: RequestInit): Promise<Response> => {
    const attempt = attempts[starts.length] ?? attempts.at(-1);
    starts.push(Date.now() - startedAt);
    const ended = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason as Error));
    });
    if (attempt === undefined || attempt === "nothing") return ended;
    await Promise.race([after(attempt.afterMs), ended]);
    if (attempt.status === undefined) throw new TypeError("fetch failed");
    return answerOf(attempt.status, attempt.app ?? null);
  };
  const client = createTRPCClient<AppRouter>({
    links: [
      retryLink(Date.now),
      httpLink({ url: "http://desk.invalid/trpc", fetch: limitSilence(fetchFrom) }),
    ],
  });
  const call =
    type === "query" ? client.items.search.query({ query: "a", limit: 1 }) : client.auth.logout.mutate();
  const ending = call.then(
    () => ({ outcome: "answered", endedAtMs: Date.now() - startedAt, cause: undefined }),
    (error: Error) => ({ outcome: "failed", endedAtMs: Date.now() - startedAt, cause: error.cause }),
  );
  await vi.advanceTimersByTimeAsync(60_000);
  return { ...(await ending), starts };
}

const times: readonly Attempt[] = [
  "nothing",
  ...[0, 300, 900, 1_400, 3_000, 6_900].flatMap((afterMs) => [{ afterMs }, { afterMs, status: 502 }]),
];

test("whatever three attempts meet, a query has failed within nine seconds", async () => {
  for (const first of times) {
    for (const second of times) {
      for (const third of ["nothing", { afterMs: 6_900 }] as const) {
        const { outcome, endedAtMs } = await ask([first, second, third]);
        expect({ outcome, inTime: endedAtMs <= 9_000 }, JSON.stringify([first, second])).toEqual({
          outcome: "failed",
          inTime: true,
        });
      }
    }
  }
});

test("a hanging server is given up once, as a time limit", async () => {
  const { starts, endedAtMs, cause } = await ask(["nothing"]);
  expect(starts).toEqual([0]);
  expect(endedAtMs).toBe(7_000);
  expect(cause).toMatchObject({ name: "TimeoutError" });
});

test("asks again twice, at once, after a broken connection or a server's fault", async () => {
  expect(await ask([{ afterMs: 0 }])).toMatchObject({ outcome: "failed", starts: [0, 300, 1_200] });
  expect(await ask([{ afterMs: 0, status: 500 }, { afterMs: 0 }, { afterMs: 0, status: 200 }])).toMatchObject(
    {
      outcome: "answered",
      endedAtMs: 1_200,
    },
  );
});

test.each([
  ["a refusal", { afterMs: 0, status: 403 }],
  ["a rate limit", { afterMs: 0, status: 429, app: { code: "rate_limited", retryAfterS: 9 } }],
  [
    "a busy server that says how long",
    { afterMs: 0, status: 503, app: { code: "unavailable", retryAfterS: 2 } },
  ],
] as const)("does not ask again after %s", async (_, attempt) => {
  expect((await ask([attempt])).starts).toEqual([0]);
});

test("a mutation is sent once, and given time for what it waits for", async () => {
  expect((await ask([{ afterMs: 0 }], "mutation")).starts).toEqual([0]);
  expect(await ask(["nothing"], "mutation")).toMatchObject({ starts: [0], endedAtMs: 60_000 });
});

/** Sends a part every five seconds, `parts` times, then ends or says no more. */
const trickle = (parts: number, ends: boolean) =>
  limitSilence((_, { signal }) => {
    const body = new ReadableStream<Uint8Array>({
      start: async (out) => {
        signal?.addEventListener("abort", () => out.error(signal.reason));
        for (let sent = 0; sent < parts; sent += 1) {
          await after(5_000);
          out.enqueue(new TextEncoder().encode("x"));
        }
        if (ends) out.close();
      },
    });
    return Promise.resolve(new Response(body));
  });

test("a slow line that goes on sending is not cut off; one that stops is", async () => {
  const whole = trickle(4, true)("http://desk.invalid/").then((response) => response.text());
  const broken = trickle(2, false)("http://desk.invalid/").then((response) => response.text());
  const failure = broken.catch((error: Error) => error.name);
  await vi.advanceTimersByTimeAsync(17_000);
  expect(await failure).toBe("TimeoutError");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await whole).toBe("xxxx");
});
