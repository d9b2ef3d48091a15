import type { IncomingMessage, ServerResponse } from "node:http";

import { isForeign } from "#simulators/is-foreign.ts";
import { readBody, sendJson } from "./api/respond.ts";
import { API_FAULTS, FAULT_STATUSES } from "./faults.ts";
import type { ApiFault } from "./faults.ts";
import { isHash } from "./json.ts";
import { WEBHOOK_FAULTS } from "./webhooks/faults.ts";
import type { WebhookFault } from "./webhooks/faults.ts";
import type { Attempt } from "./webhooks/sender.ts";
import type { Settings } from "./world.ts";

const PREFIX = "/_control";

/** Controls a simulator from tests in the same process; `/_control` offers the same over HTTP. */
export type Control = {
  addFault(fault: ApiFault): void;
  addWebhookFault(fault: WebhookFault): void;
  clearFaults(): void;
  /** Calls of each endpoint since the start or the last reset, including those with a fault. */
  calls(): Record<string, number>;
  /** Moves the simulator's own clock and runs the tasks on the way; resolves with the new time in ms. */
  advance(seconds: number): Promise<number>;
  nowMs(): number;
  /** Waits until test clocks have stopped and every due webhook was tried. */
  settle(): Promise<void>;
  attempts(): Attempt[];
  /** Sends an event again; false if there is no such event. */
  resend(event: string): boolean;
  configure(settings: Partial<Settings>): void;
  /** Replaces the webhook endpoint of the options; pass two secrets during a rotation. */
  setWebhook(url: string, secrets: string[]): void;
  /** Deletes all state except the configured webhook; ids start over. */
  reset(): void;
};

const isCount = (value: unknown) => value === undefined || (typeof value === "number" && value > 0);
const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

function isApiFault(value: unknown): value is ApiFault {
  if (!isHash(value) || typeof value["endpoint"] !== "string") return false;
  if (!API_FAULTS.some((kind) => kind === value["kind"])) return false;
  if (value["kind"] === "status" && !FAULT_STATUSES.some((status) => status === value["status"]))
    return false;
  if (value["kind"] === "slow" && typeof value["delayMs"] !== "number") return false;
  return isCount(value["times"]) && [undefined, "before", "after"].some((when) => when === value["when"]);
}

function isWebhookFault(value: unknown): value is WebhookFault {
  if (!isHash(value) || !WEBHOOK_FAULTS.some((kind) => kind === value["kind"])) return false;
  if (value["kind"] === "delay" && typeof value["delayS"] !== "number") return false;
  if (value["types"] !== undefined && !isTextList(value["types"])) return false;
  return ["times", "copies", "window"].every((name) => isCount(value[name]));
}

function isSettings(value: unknown): value is Partial<Settings> {
  if (!isHash(value)) return false;
  const { afterRetries, retryDays, draftS, upcomingDays, ...rest } = value;
  return (
    Object.keys(rest).length === 0 &&
    [undefined, "cancel", "past_due", "unpaid"].some((one) => one === afterRetries) &&
    (retryDays === undefined ||
      (Array.isArray(retryDays) && retryDays.every((days) => typeof days === "number"))) &&
    isCount(draftS) &&
    isCount(upcomingDays)
  );
}

type CommandResult = object | null;

/** Runs a control request. Returns the answer, or null if the request is invalid. */
async function runCommand(control: Control, action: string, body: unknown): Promise<CommandResult> {
  const hash = isHash(body) ? body : {};
  switch (action) {
    case "GET calls":
      return control.calls();
    case "GET deliveries":
      return { attempts: control.attempts() };
    case "GET clock":
      return { nowMs: control.nowMs() };
    case "POST clock":
      if (typeof hash["advanceS"] !== "number" || hash["advanceS"] < 0) return null;
      return { nowMs: await control.advance(hash["advanceS"]) };
    case "POST settle":
      await control.settle();
      return {};
    case "POST reset":
      control.reset();
      return {};
    case "POST faults":
      if (!isApiFault(body)) return null;
      control.addFault(body);
      return {};
    case "POST webhook-faults":
      if (!isWebhookFault(body)) return null;
      control.addWebhookFault(body);
      return {};
    case "DELETE faults":
      control.clearFaults();
      return {};
    case "POST settings":
      if (!isSettings(body)) return null;
      control.configure(body);
      return {};
    case "POST webhook":
      if (typeof hash["url"] !== "string" || !isTextList(hash["secrets"])) return null;
      control.setWebhook(hash["url"], hash["secrets"]);
      return {};
    case "POST resend":
      return control.resend(String(hash["event"])) ? {} : null;
    default:
      return null;
  }
}

/**
 * Serves `/_control/...` to programs on this machine (others get 404): GET calls, deliveries, clock; POST clock `{advanceS}`, settle, reset,
 * faults, webhook-faults, settings, webhook `{url, secrets}`, resend `{event}`; DELETE faults. Answers 400 to
 * invalid requests.
 */
export function createControl(control: Control) {
  return async function serveControl(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (isForeign(request)) return sendJson(response, 404, "{}");
    const text = await readBody(request);
    let body: unknown = {};
    try {
      body = text === null || text === "" ? {} : JSON.parse(text);
    } catch {
      return sendJson(response, 400, '{"error":"The body is no JSON"}');
    }
    const done = await runCommand(
      control,
      `${request.method ?? ""} ${url.pathname.slice(PREFIX.length + 1)}`,
      body,
    );
    if (done === null) return sendJson(response, 400, '{"error":"Not understood"}');
    return sendJson(response, 200, JSON.stringify(done));
  };
}
