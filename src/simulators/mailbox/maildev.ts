import { mkdirSync, readdirSync, rmSync } from "node:fs";
import type { Server, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { SimulatorSettings } from "#simulators/settings.ts";

type Mail = { id: string };
type MailServer = {
  store: Mail[];
  on: (event: "new", listener: () => void) => void;
  listen: () => Promise<void>;
  deleteEmail: (id: string, done: () => void) => void;
};
type Start = (config: Readonly<Record<string, unknown>>) => MailServer;

/** maildev keeps mails in memory and on disk without a limit, and a load test would fill both. */
const KEPT_MAILS = 500;
const ADDRESS = "127.0.0.1";

/** Starts the local mail server with its web page: it receives every mail and forwards none. */
export async function startMaildev(settings: NonNullable<SimulatorSettings["mailbox"]>): Promise<void> {
  const { dir, token, keep = KEPT_MAILS } = settings;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true });

  // The package has no types and is CommonJS. Loading it takes a second of CPU time.
  const require = createRequire(import.meta.url);
  const start = require("maildev") as Start;
  const page = require("maildev/lib/web") as { server: Server };
  const server = start({
    smtp: settings.smtpPort,
    ip: ADDRESS,
    web: settings.webPort,
    webIp: ADDRESS,
    mailDirectory: dir,
    ...(token !== undefined && { basePathname: `/${token}` }),
    silent: true,
  });
  // maildev lets the pages of all sites read the mails.
  page.server.prependListener("request", (_req: unknown, res: ServerResponse) => {
    const setHeader = res.setHeader.bind(res);
    res.setHeader = (name, value) =>
      name.toLowerCase().startsWith("access-control-") ? res : setHeader(name, value);
  });
  server.on("new", () => {
    const oldest = server.store.length > keep ? server.store[0] : undefined;
    if (oldest) server.deleteEmail(oldest.id, () => undefined);
  });
  await server.listen();
}
