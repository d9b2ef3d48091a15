import { readFileSync } from "node:fs";
import { startFeedSimulator } from "./feed/server.ts";
import { startStripeSimulator } from "./stripe/server.ts";
import { simulatorSettings } from "./settings.ts";
import { startMaildev } from "./mailbox/maildev.ts";

/**
 * The outside world of a copy on one machine in one process: feed, Stripe and mailbox, each on a port of its own. Three
 * processes of Node would take 70 MB more. Settings are JSON on standard input.
 */
const { feed, stripe, mailbox } = simulatorSettings.parse(JSON.parse(readFileSync(0, "utf8")));

const simulators: { close: () => Promise<void> }[] = [];
const stop = () => void Promise.allSettled(simulators.map((one) => one.close())).then(() => process.exit(0));
// maildev's own signal handler waits for connections to close, which is not needed here.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);

if (feed !== undefined) simulators.push(await startFeedSimulator({ port: feed.port }));
if (stripe !== undefined) {
  const { port, webhookUrl, webhookSecret, stateFile } = stripe;
  const webhook = { url: webhookUrl, secrets: [webhookSecret] };
  simulators.push(await startStripeSimulator({ port, webhook, stateFile }));
}
if (mailbox !== undefined) await startMaildev(mailbox);
