import type { KeptPlace, Store } from "./kept-place.ts";
import type { FetchEvent, PlaceOf, WorkerConfig, WorkerScope } from "./worker-scope.ts";

/**
 * The service worker: keeps what is public and was visited, and answers from it while the server cannot. Everything else
 * goes to the network as if there were no worker. The browser runs this function's text, so it uses nothing outside itself.
 */
export function runOfflineWorker(scope: WorkerScope, config: WorkerConfig, placeOf: PlaceOf): void {
  const PREFIX = "ge-";
  const OFFLINE = "/offline";
  const BOUNDS: Readonly<Record<Store, { count: number; bytes: number }>> = {
    files: { count: 250, bytes: 12_000_000 },
    pages: { count: 40, bytes: 10_000_000 },
    answers: { count: 60, bytes: 16_000_000 },
  };
  const MAX_BYTES = 6_000_000;
  /** A click waits for a payload, then for the page itself: ten seconds in all. */
  const PAYLOAD_MS = 3_000;
  const PAGE_MS = 7_000;
  /** Only if another answer is kept: without one a page waits as long as it would without a worker. */
  const ANSWER_MS = 5_000;
  const FRESH_MS = 10 * 60_000;
  /** A page that follows the ticks asks for changes only; the whole list that is kept for it may be so old. */
  const LIST_MS = 30 * 60_000;
  const WHOLE_LIST = `/trpc/items.getChanges?input=${encodeURIComponent('{"since":null}')}`;
  const AWAY = new Set([502, 503, 504]);

  const now = () => new Date().getTime();
  const open = (store: Store) => scope.caches.open(`${PREFIX}${config.build}-${store}`);
  const kept = async ({ store, key }: KeptPlace) => (await open(store)).match(key);
  const placeAt = (address: string) =>
    placeOf(new URL(address, scope.location.origin).href, scope.location.origin, now());
  const numberIn = (response: Response | undefined, header: string): number =>
    Number(response?.headers.get(header) ?? 0);
  const ageOf = (response: Response | undefined): number => now() - numberIn(response, config.storedAtHeader);
  const after = (ms: number) => new Promise<undefined>((done) => setTimeout(done, ms));

  /** Removes the oldest until the store is within its bounds: a cache lists its keys in the order of their writing. */
  const trim = async (store: Store): Promise<void> => {
    const cache = await open(store);
    const keys = (await cache.keys()).toReversed();
    let bytes = 0;
    for (const [at, key] of keys.entries()) {
      bytes += numberIn(await cache.match(key), "x-stored-bytes");
      if (at >= BOUNDS[store].count || bytes > BOUNDS[store].bytes) await cache.delete(key);
    }
  };

  /** Keeps an answer if the server says that it is the same for everybody. */
  const keep = async ({ store, key }: KeptPlace, response: Response): Promise<void> => {
    const isPublic = /\bpublic\b/.test(response.headers.get("cache-control") ?? "");
    if (response.status !== 200 || response.redirected || !isPublic) return;
    const body = await response.arrayBuffer();
    if (body.byteLength > MAX_BYTES) return;
    const headers = new Headers(response.headers);
    for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
    headers.set(config.storedAtHeader, String(now()));
    headers.set("x-stored-bytes", String(body.byteLength));
    await (await open(store)).put(key, new Response(body, { headers }));
    await trim(store);
  };
  /** A full disk loses what would be kept, nothing else. */
  const keepLater = (event: Pick<FetchEvent, "waitUntil">, place: KeptPlace, response: Response) =>
    event.waitUntil(keep(place, response.clone()).catch(() => undefined));

  const load = async (address: string): Promise<void> => {
    const place = placeAt(address);
    if (place === null) return;
    const old = await kept(place);
    if (old !== undefined && (place.store === "files" || ageOf(old) < FRESH_MS)) return;
    // The browser has the files already.
    await keep(
      place,
      await scope.fetch(address, { cache: place.store === "files" ? "force-cache" : "no-cache" }),
    );
  };
  const loadPage = async (address: string): Promise<void> => {
    await load(address);
    const page = await kept({ store: "pages", key: address });
    if (page === undefined) throw new Error(`${address} was not kept`);
    const files = new Set((await page.text()).match(/\/_next\/static\/[\w./~-]+\.(?:js|css)/g));
    await Promise.all([...files].map(load));
  };

  const fromNetwork = async (event: FetchEvent): Promise<Response> =>
    (event.request.mode === "navigate" ? await event.preloadResponse : undefined) ??
    (await scope.fetch(event.request));

  const openFile = async (event: FetchEvent, place: KeptPlace): Promise<Response> => {
    const old = await kept(place);
    if (old !== undefined) return old;
    const response = await fromNetwork(event);
    keepLater(event, place, response);
    return response;
  };

  const openAnswer = async (event: FetchEvent, place: KeptPlace): Promise<Response> => {
    const live = fromNetwork(event).then((response) => {
      keepLater(event, place, response);
      return response;
    });
    // Not to be reported as unhandled if the kept answer is given before the network fails.
    live.catch(() => undefined);
    const old = await kept(place);
    if (old === undefined) return live;
    const response = await Promise.race([live.catch(() => undefined), after(ANSWER_MS)]);
    return response === undefined || AWAY.has(response.status) ? old : response;
  };

  /** A kept page of the address, else of the address without its query, else our own page that says so. */
  const openKeptPage = async (url: URL): Promise<Response> => {
    for (const key of [`${url.pathname}${url.search}`, url.pathname]) {
      const page = await kept({ store: "pages", key });
      if (page !== undefined) return page;
    }
    return Response.redirect(
      `${scope.location.origin}${OFFLINE}?from=${encodeURIComponent(url.pathname + url.search)}`,
      302,
    );
  };

  const openPage = async (event: FetchEvent): Promise<Response> => {
    const url = new URL(event.request.url);
    const offline = url.pathname === OFFLINE ? await kept({ store: "pages", key: OFFLINE }) : undefined;
    if (offline !== undefined) return offline;
    const response = await Promise.race([fromNetwork(event).catch(() => undefined), after(PAGE_MS)]);
    if (response === undefined) return openKeptPage(url);
    const place = placeAt(event.request.url);
    if (place === null) return response;
    if (AWAY.has(response.status)) return (await kept(place)) ?? response;
    keepLater(event, place, response);
    return response;
  };

  /** What a page fetches to show another page without a load. If it fails, the browser opens that page anew. */
  const openPayload = async (event: FetchEvent): Promise<Response> => {
    const response = await Promise.race([fromNetwork(event).catch(() => undefined), after(PAYLOAD_MS)]);
    return response ?? Response.error();
  };

  scope.addEventListener("install", (event) => {
    event.waitUntil(Promise.all([loadPage(OFFLINE), loadPage("/").catch(() => undefined)]));
  });
  scope.addEventListener("activate", (event) => {
    const clean = async () => {
      const names = await scope.caches.keys();
      const old = names.filter(
        (name) => name.startsWith(PREFIX) && !name.startsWith(`${PREFIX}${config.build}-`),
      );
      await Promise.all(old.map((name) => scope.caches.delete(name)));
      await scope.registration.navigationPreload?.enable();
      await scope.clients.claim();
    };
    event.waitUntil(clean());
  });
  scope.addEventListener("message", (event) => {
    const { keep: addresses = [], takeOver = false } = event.data;
    const work = async () => {
      await Promise.all(addresses.map((address) => load(address).catch(() => undefined)));
      if (!takeOver) return;
      const pages = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
      if (pages.length <= 1) await scope.skipWaiting();
    };
    event.waitUntil(work());
  });
  scope.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET") return;
    if (request.mode === "navigate") return event.respondWith(openPage(event));
    if (request.headers.has("rsc")) return event.respondWith(openPayload(event));
    const place = placeAt(request.url);
    if (place?.store === "files") event.respondWith(openFile(event, place));
    else if (place?.store === "answers") event.respondWith(openAnswer(event, place));
    else if (request.url.includes("/trpc/items.getChanges")) {
      const refresh = async () => {
        const list = placeAt(WHOLE_LIST);
        if (list !== null && ageOf(await kept(list)) > LIST_MS) await load(WHOLE_LIST);
      };
      event.waitUntil(refresh().catch(() => undefined));
    }
  });
}

/** What is served instead to switch the worker off: it takes over at once, removes all that was kept, and itself. */
export function removeOfflineWorker(scope: WorkerScope): void {
  scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
  scope.addEventListener("activate", (event) => {
    const remove = async () => {
      for (const name of await scope.caches.keys()) await scope.caches.delete(name);
      await scope.registration.unregister();
    };
    event.waitUntil(remove());
  });
}
