import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

import { createIdempotency } from "./api/idempotency.ts";
import { send } from "./api/respond.ts";
import { createApi } from "./api/serve.ts";
import { runDue } from "./billing/tasks.ts";
import { createClockwork } from "./clockwork.ts";
import { createControl } from "./control.ts";
import type { Control } from "./control.ts";
import { createApiFaults } from "./faults.ts";
import { createPages } from "./pages/serve.ts";
import { createSaver, loadState } from "./persist.ts";
import { addEndpoint } from "./resources/endpoints.ts";
import { emptyState } from "./state.ts";
import { createCourier } from "./webhooks/courier.ts";
import { createWorld, DEFAULT_SETTINGS } from "./world.ts";
import type { Settings } from "./world.ts";

const TICK_MS = 1_000;
const CONFIGURED = "configured";

export type StripeSimulatorOptions = {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** Where the hosted pages are for a browser, if not at host and port. */
  publicUrl?: string;
  seed?: number;
  /** The world's clock, epoch ms; the simulator's own runs ahead of it by what it was advanced. */
  now?: () => number;
  /** An endpoint for all events; two secrets during a rotation. */
  webhook?: { url: string; secrets: string[] };
  webhookTimeoutMs?: number;
  /** Keeps everything in this file. */
  stateFile?: string;
  settings?: Partial<Settings>;
};

export type StripeSimulator = {
  /** `http://127.0.0.1:4020`, without a slash at its end: what STRIPE_API_URL holds. */
  url: string;
  port: number;
  control: Control;
  /** Ends open answers too, hanging ones included, and writes the state. */
  close(): Promise<void>;
};

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Starts a Stripe of one's own: API, hosted pages, webhooks, clocks and faults on one port. */
export async function startStripeSimulator(options: StripeSimulatorOptions): Promise<StripeSimulator> {
  const realMs = options.now ?? (() => new Date().getTime());
  const state = options.stateFile === undefined ? emptyState() : loadState(options.stateFile);
  const saver = options.stateFile === undefined ? null : createSaver(state, options.stateFile);
  const nowMs = () => realMs() + state.clockOffsetMs;
  const setMs = (ms: number) => {
    state.clockOffsetMs = ms - realMs();
  };
  const faults = createApiFaults();
  const calls = new Map<string, number>();
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const courier = createCourier({ state, nowMs, realMs, timeoutMs: options.webhookTimeoutMs ?? 10_000 });
  const world = createWorld({ state, seed: options.seed ?? 1, settings, nowMs, onEvent: courier.enqueue });
  const clockwork = createClockwork(world, courier, { nowMs, setMs });
  const idempotency = createIdempotency(state, () => Math.floor(nowMs() / 1000));
  let webhook = options.webhook;

  function worked(): void {
    saver?.touch();
    clockwork.startTestClocks(() => saver?.touch());
  }
  /** The endpoint from the options keeps its id over restarts, so that what was on its way still arrives. */
  function placeWebhook(): void {
    const known = [...state.webhookEndpoints.values()].find(({ description }) => description === CONFIGURED);
    if (webhook === undefined) {
      if (known !== undefined) known.status = "disabled";
      return;
    }
    const { url, secrets } = webhook;
    if (known === undefined) {
      addEndpoint(world, { url, secrets, events: ["*"], description: CONFIGURED });
      return;
    }
    known.url = url;
    known.status = "enabled";
    state.endpointSecrets.set(known.id, secrets);
  }
  function tick(): void {
    const before = state.events.size;
    runDue(world);
    idempotency.sweep();
    courier.release();
    courier.wake();
    if (state.events.size !== before) saver?.touch();
  }

  const control: Control = {
    addFault: faults.add,
    addWebhookFault: courier.faults.add,
    clearFaults() {
      faults.clear();
      courier.faults.clear();
    },
    calls: () => Object.fromEntries(calls),
    async advance(seconds) {
      const reached = await clockwork.advance(seconds * 1000);
      saver?.touch();
      return reached;
    },
    nowMs,
    settle: clockwork.settle,
    attempts: courier.attempts,
    resend(id) {
      const event = state.events.get(id);
      if (event !== undefined) courier.resend(event);
      return event !== undefined;
    },
    configure: (changes) => void Object.assign(settings, changes),
    setWebhook(url, secrets) {
      webhook = { url, secrets };
      placeWebhook();
    },
    reset() {
      Object.assign(state, emptyState());
      Object.assign(settings, DEFAULT_SETTINGS, options.settings);
      faults.clear();
      courier.reset();
      calls.clear();
      placeWebhook();
      saver?.touch();
    },
  };
  const count = (endpoint: string) => void calls.set(endpoint, (calls.get(endpoint) ?? 0) + 1);
  const serveApi = createApi({ world, faults, idempotency, count, worked });
  const serveControl = createControl(control);
  const servePage = createPages(world, worked);

  function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? "/", "http://simulator");
    if (url === null) return Promise.resolve(send(response, 400, "text/plain", "Bad request\n"));
    if (url.pathname.startsWith("/_control/")) return serveControl(url, request, response);
    runDue(world);
    return url.pathname.startsWith("/v1/")
      ? serveApi(url, request, response)
      : servePage(url, request, response);
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      process.stderr.write(
        `stripe simulator: ${error instanceof Error ? String(error.stack) : String(error)}\n`,
      );
      if (response.headersSent) response.destroy();
      else send(response, 500, "text/plain", "The simulator failed.\n");
    });
  });
  const host = options.host ?? "127.0.0.1";
  const port = await listen(server, options.port, host);
  const url = `http://${host}:${port}`;
  world.baseUrl = options.publicUrl ?? url;
  placeWebhook();
  clockwork.startTestClocks(() => saver?.touch());
  const timer = setInterval(tick, TICK_MS);
  timer.unref();

  return {
    url,
    port,
    control,
    async close() {
      clearInterval(timer);
      faults.clear();
      await courier.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      saver?.flush();
    },
  };
}
