import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { startStripeSimulator } from "./server.ts";

/**
 * Runs the Stripe simulator until SIGTERM or SIGINT:
 * `main.ts --port N [--webhook URL --webhook-secret S[,S2]] [--state FILE] [--public-url URL] [--seed N] [--host
 * H]`. `--webhook-secret -` reads the secrets from standard input, which keeps them out of the process list.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4020" },
    host: { type: "string", default: "127.0.0.1" },
    seed: { type: "string", default: "1" },
    webhook: { type: "string" },
    "webhook-secret": { type: "string", default: "" },
    state: { type: "string" },
    "public-url": { type: "string" },
  },
});

const given = values["webhook-secret"];
const secrets = (given === "-" ? readFileSync(0, "utf8").trim() : given)
  .split(",")
  .filter((secret) => secret !== "");
const { webhook, state, "public-url": publicUrl } = values;
if (webhook !== undefined && secrets.length === 0) throw new Error("--webhook needs --webhook-secret");

const simulator = await startStripeSimulator({
  port: Number(values.port),
  host: values.host,
  seed: Number(values.seed),
  ...(webhook === undefined ? {} : { webhook: { url: webhook, secrets } }),
  ...(state === undefined ? {} : { stateFile: state }),
  ...(publicUrl === undefined ? {} : { publicUrl }),
});
process.stdout.write(`stripe simulator (no money moves) on ${simulator.url}\n`);

const stop = () => void simulator.close();
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
