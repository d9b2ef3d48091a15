import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

import { createIdempotency } from "./api/idempotency.ts";
import { send } from "./api/respond.ts";
import { createApi } from "./api/serve.ts";
import { runDueTasks } from "./billing/tasks.ts";
import { createClockRunner } from "./clock-runner.ts";
import { createControl } from "./control.ts";
import type { Control } from "./control.ts";
import { createApiFaults } from "./faults.ts";
import { createPages } from "./pages/serve.ts";
import { createSaver, loadState } from "./persist.ts";
import { addEndpoint } from "./resources/endpoints.ts";
import { emptyState } from "./state.ts";
import { createWebhookSender } from "./webhooks/sender.ts";
import { createWorld, DEFAULT_SETTINGS } from "./world.ts";
import type { Settings } from "./world.ts";

const TICK_MS = 1_000;
const CONFIGURED = "configured";

export type StripeSimulatorOptions = {
  /** 0 takes a free port. */
  port: number;
  host?: string;
  /** The hosted pages' URL for a browser, if it differs from host and port. */
  publicUrl?: string;
  seed?: number;
  /** The real clock, epoch ms. The simulator's own clock runs ahead of it by the advanced time. */
  now?: () => number;
  /** An endpoint for all events; it has two secrets during a rotation. */
  webhook?: { url: string; secrets: string[] };
  webhookTimeoutMs?: number;
  /** Stores the state in this file. */
  stateFile?: string;
  settings?: Partial<Settings>;
};

export type StripeSimulator = {
  /** Without a trailing slash, such as `http://127.0.0.1:4020`: the value of STRIPE_API_URL. */
  url: string;
  port: number;
  control: Control;
  /** Also ends open answers, including hanging ones, and saves the state. */
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

/** Starts a simulated Stripe with API, hosted pages, webhooks, clocks and faults on one port. */
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
  const sender = createWebhookSender({ state, nowMs, realMs, timeoutMs: options.webhookTimeoutMs ?? 10_000 });
  const world = createWorld({ state, seed: options.seed ?? 1, settings, nowMs, onEvent: sender.enqueue });
  const clockRunner = createClockRunner(world, sender, { nowMs, setMs });
  const idempotency = createIdempotency(state, () => Math.floor(nowMs() / 1000));
  let webhook = options.webhook;

  function onRequestDone(): void {
    saver?.touch();
    clockRunner.startTestClocks(() => saver?.touch());
  }
  /** The endpoint from the options keeps its id over restarts, so that pending deliveries still arrive. */
  function configureWebhook(): void {
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
    runDueTasks(world);
    idempotency.sweep();
    sender.release();
    sender.wake();
    if (state.events.size !== before) saver?.touch();
  }

  const control: Control = {
    addFault: faults.add,
    addWebhookFault: sender.faults.add,
    clearFaults() {
      faults.clear();
      sender.faults.clear();
    },
    calls: () => Object.fromEntries(calls),
    async advance(seconds) {
      const reached = await clockRunner.advance(seconds * 1000);
      saver?.touch();
      return reached;
    },
    nowMs,
    settle: clockRunner.settle,
    attempts: sender.attempts,
    resend(id) {
      const event = state.events.get(id);
      if (event !== undefined) sender.resend(event);
      return event !== undefined;
    },
    configure: (changes) => void Object.assign(settings, changes),
    setWebhook(url, secrets) {
      webhook = { url, secrets };
      configureWebhook();
    },
    reset() {
      Object.assign(state, emptyState());
      Object.assign(settings, DEFAULT_SETTINGS, options.settings);
      faults.clear();
      sender.reset();
      calls.clear();
      configureWebhook();
      saver?.touch();
    },
  };
  const count = (endpoint: string) => void calls.set(endpoint, (calls.get(endpoint) ?? 0) + 1);
  const serveApi = createApi({ world, faults, idempotency, count, onRequestDone: onRequestDone });
  const serveControl = createControl(control);
  const servePage = createPages(world, onRequestDone);

  function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? "/", "http://simulator");
    if (url === null) return Promise.resolve(send(response, 400, "text/plain", "Bad request\n"));
    if (url.pathname.startsWith("/_control/")) return serveControl(url, request, response);
    runDueTasks(world);
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
  configureWebhook();
  clockRunner.startTestClocks(() => saver?.touch());
  const timer = setInterval(tick, TICK_MS);
  timer.unref();

  return {
    url,
    port,
    control,
    async close() {
      clearInterval(timer);
      faults.clear();
      await sender.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      saver?.flush();
    },
  };
}
