import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { waitUntilAnswers } from "#processes/up/children/readiness.ts";
import type { SimulatorSettings } from "#simulators/settings.ts";
import { freePort } from "#processes/up/children/tied-process.ts";

const address = z.array(z.object({ address: z.string(), name: z.string() }));
const mails = z.array(
  z.object({
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    from: address,
    to: address,
    messageId: z.string(),
    headers: z.record(z.string(), z.unknown()),
  }),
);
export type ReceivedMail = z.infer<typeof mails>[number];

export type TestMaildev = {
  readonly smtpUrl: string;
  /** Oldest first. */
  readonly mails: () => Promise<ReceivedMail[]>;
  readonly to: (receiver: string) => Promise<ReceivedMail[]>;
  /** Ends it at once, as a crash would; `start` begins anew on the same ports, with no mail. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends it for good. */
  readonly close: () => Promise<void>;
};

/** The mail server that `up` starts, on free ports; it keeps its newest `keep` mails, 500 unless told. */
export async function startMaildev(opts: { keep?: number } = {}): Promise<TestMaildev> {
  const [smtp, web] = [await freePort(), await freePort()];
  const dir = await mkdtemp(join(tmpdir(), "ge-metrics-mail-"));
  const mailbox: SimulatorSettings["mailbox"] = {
    smtpPort: smtp,
    webPort: web,
    dir: join(dir, "mails"),
    ...(opts.keep !== undefined && { keep: opts.keep }),
  };
  let child: ChildProcess | undefined;

  const stop = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  const start = async () => {
    child = spawn(process.execPath, ["src/simulators/main.ts"], {
      stdio: ["pipe", "ignore", "inherit"],
    });
    child.stdin?.end(JSON.stringify({ mailbox } satisfies SimulatorSettings));
    await waitUntilAnswers({
      url: `http://127.0.0.1:${web}/healthz`,
      accept: (status) => status === 200,
      limitMs: 30_000,
      signal: new AbortController().signal,
      failed: () => (child?.exitCode === null ? undefined : "maildev ended while starting"),
    });
  };
  const close = async () => {
    await stop();
    await rm(dir, { recursive: true, force: true });
  };
  const all = async () => mails.parse(await (await fetch(`http://127.0.0.1:${web}/email`)).json());
  await start().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    smtpUrl: `smtp://127.0.0.1:${smtp}`,
    mails: all,
    to: async (receiver) => (await all()).filter((mail) => mail.to.some((to) => to.address === receiver)),
    stop,
    start,
    close,
  };
}
