import { expect, onTestFinished, test, vi } from "vitest";
import { keptPlace } from "./kept-place.ts";
import { removeOfflineWorker, runOfflineWorker } from "./offline-worker.ts";
import type { OfflineMessage, WorkerScope } from "./worker-scope.ts";

const ORIGIN = "https://desk.example";
const PUBLIC = "public, max-age=0";

type Listener = (event: Record<string, unknown>) => void;
type Answer = { body?: string; status?: number; cacheControl?: string };

/** A `Cache` in memory: a key that is written again moves to the end, as in browsers. */
function memoryCache() {
  const kept = new Map<string, Response>();
  return {
    match: async (key: string | Request) => kept.get(addressOf(key))?.clone(),
    put: async (key: string, response: Response) => {
      kept.delete(addressOf(key));
      kept.set(addressOf(key), response);
    },
    delete: async (key: string | Request) => kept.delete(addressOf(key)),
    keys: async () => [...kept.keys()].map((address) => new Request(address)),
  };
}
const addressOf = (key: string | Request): string =>
  new URL(typeof key === "string" ? key : key.url, ORIGIN).href;

/** Runs a worker in a browser that is made of memory; `answers` by path, a missing one is a broken network. */
function start(run: (scope: WorkerScope) => void, answers: Readonly<Record<string, Answer | "hang">>) {
  const listeners: Record<string, Listener> = {};
  const stores = new Map<string, ReturnType<typeof memoryCache>>();
  const calls = { unregistered: 0, skipped: 0, pages: 1 };
  const caches = {
    open: async (name: string) => {
      const store = stores.get(name) ?? memoryCache();
      stores.set(name, store);
      return store;
    },
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
  };
  const fetchFrom = async (input: string | Request): Promise<Response> => {
    const url = new URL(addressOf(input));
    const answer = answers[url.pathname];
    if (answer === "hang") return new Promise(() => undefined);
    if (answer === undefined) throw new TypeError("no network");
    const { body = "", status = 200, cacheControl = PUBLIC } = answer;
    return new Response(body, { status, headers: { "cache-control": cacheControl } });
  };
  const scope = {
    caches,
    location: { origin: ORIGIN },
    registration: { unregister: async () => (calls.unregistered += 1) > 0 },
    clients: { claim: async () => undefined, matchAll: async () => Array.from({ length: calls.pages }) },
    skipWaiting: async () => void (calls.skipped += 1),
    fetch: fetchFrom,
    addEventListener: (type: string, listener: Listener) => {
      listeners[type] = listener;
    },
  };
  // Stands in for a browser: what the worker does not use is missing.
  run(scope as unknown as WorkerScope);

  const dispatch = async (
    type: string,
    event: Record<string, unknown> = {},
  ): Promise<Response | undefined> => {
    const works: Promise<unknown>[] = [];
    let answer: Promise<Response> | undefined;
    listeners[type]?.({
      ...event,
      waitUntil: (work: Promise<unknown>) => works.push(work),
      respondWith: (given: Promise<Response>) => (answer = given),
    });
    const response = await answer;
    // An answer may add work.
    for (const work of works) await work;
    return response;
  };
  const open = (path: string, mode: "navigate" | "cors" = "cors", headers: Record<string, string> = {}) => {
    const request = new Request(`${ORIGIN}${path}`, { headers });
    Object.defineProperty(request, "mode", { value: mode });
    return dispatch("fetch", { request, preloadResponse: Promise.resolve(undefined) });
  };
  const tell = (data: OfflineMessage) => dispatch("message", { data });
  const keys = async () => {
    const all = await Promise.all([...stores.values()].map((store) => store.keys()));
    return all.flat().map(({ url }) => url.slice(ORIGIN.length));
  };
  return { dispatch, open, tell, keys, stores, calls };
}

const worker = (scope: WorkerScope) =>
  runOfflineWorker(scope, { build: "b2", storedAtHeader: "x-stored-at" }, keptPlace);

const SHELL = {
  "/offline": { body: '<script src="/_next/static/a.js">' },
  "/": {},
  "/_next/static/a.js": {},
};

test("keeps the offline page with its files at once, and what else is public as it is visited", async () => {
  const { dispatch, open, keys } = start(worker, { ...SHELL, "/items/1": {}, "/trpc/items.getAll": {} });
  await dispatch("install");
  expect((await keys()).toSorted()).toEqual(["/", "/_next/static/a.js", "/offline"]);
  await open("/items/1", "navigate");
  await open("/trpc/items.getAll");
  expect(await keys()).toEqual(expect.arrayContaining(["/items/1", "/trpc/items.getAll?input=null"]));
});

test("is not installed without its offline page", async () => {
  await expect(start(worker, {}).dispatch("install")).rejects.toThrow();
});

test("keeps nothing that the server does not call public, and nothing but a good answer", async () => {
  const { open, keys } = start(worker, {
    "/items/1": { cacheControl: "private, no-store" },
    "/items/2": { status: 404 },
    "/items/3": { body: "x".repeat(6_000_001) },
    "/settings/profile": {},
    "/trpc/items.getPriceHistory": { cacheControl: "private, max-age=0" },
  });
  for (const path of ["/items/1", "/items/2", "/items/3", "/settings/profile"]) await open(path, "navigate");
  await open("/trpc/items.getPriceHistory?input=%7B%22itemId%22%3A1%7D");
  expect(await open("/trpc/auth.me")).toBeUndefined();
  expect(await keys()).toEqual([]);
});

test("without a network it opens what is kept, with its time, else its own page", async () => {
  const answers: Record<string, Answer> = { ...SHELL, "/items/1": { body: "the whip" } };
  const { dispatch, open } = start(worker, answers);
  await dispatch("install");
  await open("/items/1", "navigate");
  for (const path of Object.keys(answers)) delete answers[path];
  const kept = await open("/items/1?range=1w", "navigate");
  expect(await kept?.text()).toBe("the whip");
  expect(Number(kept?.headers.get("x-stored-at"))).toBeGreaterThan(0);
  const other = await open("/settings/profile?a=b", "navigate");
  expect(other?.status).toBe(302);
  expect(other?.headers.get("location")).toBe(`${ORIGIN}/offline?from=%2Fsettings%2Fprofile%3Fa%3Db`);
  expect((await open("/offline?from=%2F", "navigate"))?.status).toBe(200);
});

test("a proxy without a server behind it counts as no network", async () => {
  const answers: Record<string, Answer> = { "/items/1": { body: "the whip" } };
  const { open } = start(worker, answers);
  await open("/items/1", "navigate");
  answers["/items/1"] = { status: 502, body: "Bad Gateway" };
  expect(await (await open("/items/1", "navigate"))?.text()).toBe("the whip");
});

test("a server that hangs is given up: 3 s for a payload, 7 s for a page", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { open } = start(worker, { "/items/1": "hang" });
  const payload = open("/items/1?_rsc=1", "cors", { rsc: "1" });
  await vi.advanceTimersByTimeAsync(3_000);
  expect((await payload)?.type).toBe("error");
  const page = open("/items/1", "navigate");
  await vi.advanceTimersByTimeAsync(7_000);
  expect((await page)?.headers.get("location")).toBe(`${ORIGIN}/offline?from=%2Fitems%2F1`);
});

test("a store is bounded by count: the pages that were written last stay", async () => {
  const paths = Array.from({ length: 45 }, (_, n) => `/items/${n + 1}`);
  const { open, keys } = start(worker, Object.fromEntries(paths.map((path) => [path, { body: path }])));
  for (const path of paths) await open(path, "navigate");
  expect(await keys()).toEqual(paths.slice(-40));
});

test("and by bytes", async () => {
  const paths = ["/items/1", "/items/2", "/items/3"];
  const large = { body: "x".repeat(4_000_000) };
  const { open, keys } = start(worker, Object.fromEntries(paths.map((path) => [path, large])));
  for (const path of paths) await open(path, "navigate");
  expect(await keys()).toEqual(["/items/2", "/items/3"]);
});

test("a new build removes what older ones kept, once no page of theirs is open", async () => {
  const { dispatch, tell, stores, calls } = start(worker, SHELL);
  stores.set("ge-b1-pages", memoryCache());
  stores.set("somebody-elses", memoryCache());
  await dispatch("install");
  calls.pages = 2;
  await tell({ takeOver: true });
  expect(calls.skipped).toBe(0);
  calls.pages = 1;
  await tell({ takeOver: true });
  expect(calls.skipped).toBe(1);
  await dispatch("activate");
  expect([...stores.keys()].toSorted()).toEqual(["ge-b2-files", "ge-b2-pages", "somebody-elses"]);
});

test("switched off, it takes over at once and removes all that was kept, and itself", async () => {
  const { dispatch, stores, calls } = start(removeOfflineWorker, {});
  stores.set("ge-b1-pages", memoryCache());
  await dispatch("install");
  await dispatch("activate");
  expect({ ...calls, stores: stores.size }).toEqual({ skipped: 1, unregistered: 1, pages: 1, stores: 0 });
});
