import { mkdirSync, readFileSync, rmSync } from "node:fs";
import type { Server, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

/**
 * Runs the local mail server with its web page: it receives every mail and forwards none. Standard input may hold a token:
 * then all pages are below `/TOKEN`.
 */
type Mail = { id: string };
type MailServer = {
  store: Mail[];
  on: (event: "new", listener: () => void) => void;
  listen: () => Promise<void>;
  deleteEmail: (id: string, done: () => void) => void;
};
type Start = (config: Readonly<Record<string, unknown>>) => MailServer;

/** maildev keeps mails in memory and on disk without a limit, and a load test would fill both. */
const KEPT_MAILS = "500";

const { values } = parseArgs({
  options: {
    smtp: { type: "string" },
    web: { type: "string" },
    dir: { type: "string" },
    keep: { type: "string", default: KEPT_MAILS },
  },
});
const { smtp, web, dir } = values;
if (smtp === undefined || web === undefined || dir === undefined) {
  throw new Error("maildev.ts needs --smtp PORT --web PORT --dir FOLDER");
}
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true, mode: 0o700 });

const token = readFileSync(0, "utf8").trim();

// The package has no types and is CommonJS.
const require = createRequire(import.meta.url);
const start = require("maildev") as Start;
const page = require("maildev/lib/web") as { server: Server };
const address = "127.0.0.1";
const server = start({
  smtp: Number(smtp),
  ip: address,
  web: Number(web),
  webIp: address,
  mailDirectory: dir,
  ...(token !== "" && { basePathname: `/${token}` }),
  silent: true,
});
// maildev lets the pages of all sites read the mails.
page.server.prependListener("request", (_req: unknown, res: ServerResponse) => {
  const setHeader = res.setHeader.bind(res);
  res.setHeader = (name, value) =>
    name.toLowerCase().startsWith("access-control-") ? res : setHeader(name, value);
});
server.on("new", () => {
  const oldest = server.store.length > Number(values.keep) ? server.store[0] : undefined;
  if (oldest) server.deleteEmail(oldest.id, () => undefined);
});
await server.listen();
// maildev's own signal handler waits for connections to close, which is not needed here.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
