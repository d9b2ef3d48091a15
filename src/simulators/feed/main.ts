import { parseArgs } from "node:util";

import { startFeedSimulator } from "./server.ts";

/** Runs the feed simulator until SIGTERM or SIGINT: `main.ts --port N [--seed N] [--host H] [--items N]`. */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4010" },
    seed: { type: "string", default: "1" },
    host: { type: "string", default: "127.0.0.1" },
    items: { type: "string" },
  },
});

const simulator = await startFeedSimulator({
  port: Number(values.port),
  seed: Number(values.seed),
  host: values.host,
  ...(values.items === undefined ? {} : { itemLimit: Number(values.items) }),
});
process.stdout.write(`feed simulator (simulated prices) on ${simulator.url}\n`);

const stop = () => void simulator.close();
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
