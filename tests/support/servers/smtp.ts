import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** What it says to a receiver: `take` the mail, nothing at all, or a line of its own. */
export type SmtpAnswer = "take" | "silence" | `${number} ${string}`;

export type TestSmtp = {
  readonly url: string;
  /** Receivers of the mails it took, in order. */
  readonly taken: readonly string[];
  readonly connections: () => number;
  readonly close: () => Promise<void>;
};

/** A mail server that refuses, falls silent or takes, as `answer` decides; `mute` greets nobody. */
export async function startTestSmtp(
  answer: (receiver: string) => SmtpAnswer,
  opts: { mute?: boolean; /** Its answer to every password. */ signIn?: string } = {},
): Promise<TestSmtp> {
  const taken: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    if (opts.mute === true) return;
    const say = (line: string) => socket.write(`${line}\r\n`);
    let [rest, receiver, inMail] = ["", "", false];
    const hear = (line: string) => {
      if (inMail) {
        if (line !== ".") return;
        inMail = false;
        taken.push(receiver);
        say("250 taken");
        return;
      }
      const command = line.slice(0, 4).toUpperCase();
      if (command === "RCPT") {
        receiver = /<(.*)>/.exec(line)?.[1] ?? "";
        const said = answer(receiver);
        if (said !== "silence") say(said === "take" ? "250 ok" : said);
      } else if (command === "DATA") {
        inMail = true;
        say("354 go on");
      } else if (command === "EHLO" && opts.signIn !== undefined) {
        say("250-test\r\n250 AUTH PLAIN");
      } else if (command === "AUTH") {
        say(opts.signIn ?? "502 no");
      } else if (command === "QUIT") {
        socket.end("221 bye\r\n");
      } else say("250 ok");
    };
    socket.setEncoding("utf8").on("data", (part: string) => {
      const lines = `${rest}${part}`.split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) hear(line);
    });
    say("220 test");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
