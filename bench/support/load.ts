import { connect } from "node:net";
import type { Socket } from "node:net";

/** The result of one load run. The rate is per second of wall time. */
export type LoadResult = { requests: number; errors: number; seconds: number; perSecond: number };

type Options = {
  port: number;
  path: string;
  headers?: Readonly<Record<string, string>>;
  connections: number;
  /** Requests in flight on each connection, so that the server is measured and not the round trip. */
  pipelined: number;
  seconds: number;
};

/**
 * Sends GETs over keep-alive connections to loopback for a fixed time. Parses only the status and length of an
 * answer, so that on its own core it is faster than the server.
 */
export async function runLoad(opts: Options): Promise<LoadResult> {
  const request = Buffer.from(
    [
      `GET ${opts.path} HTTP/1.1`,
      `Host: 127.0.0.1:${opts.port}`,
      ...Object.entries(opts.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
      "\r\n",
    ].join("\r\n"),
  );
  const sockets: Socket[] = [];
  let requests = 0;
  let errors = 0;
  let stopping = false;

  const open = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port: opts.port, host: "127.0.0.1", noDelay: true });
      sockets.push(socket);
      const read = createReader((ok) => {
        if (stopping) return;
        requests++;
        if (!ok) errors++;
        socket.write(request);
      });
      socket.on("data", read);
      socket.on("error", (error) => (stopping ? undefined : reject(error)));
      socket.on("connect", () => {
        for (let sent = 0; sent < opts.pipelined; sent++) socket.write(request);
        resolve();
      });
    });

  const startedAt = performance.now();
  await Promise.all(Array.from({ length: opts.connections }, open));
  await new Promise((resolve) => setTimeout(resolve, opts.seconds * 1000));
  stopping = true;
  const seconds = (performance.now() - startedAt) / 1000;
  for (const socket of sockets) socket.destroy();
  return { requests, errors, seconds, perSecond: requests / seconds };
}

/** Splits a stream of bytes into answers, by Content-Length or chunks; reports for each whether it was a 200. */
function createReader(onAnswer: (ok: boolean) => void): (chunk: Buffer) => void {
  let rest: Buffer | null = null;
  let bytesLeft = 0;
  let chunked = false;
  let ok = false;

  const readHead = (head: string): void => {
    ok = head.startsWith("HTTP/1.1 200");
    bytesLeft = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    chunked = /transfer-encoding: chunked/i.test(head);
    if (bytesLeft === 0 && !chunked) onAnswer(ok);
  };
  const readChunkSize = (line: string): void => {
    const size = Number.parseInt(line, 16);
    // Each chunk is followed by CRLF; the last chunk is empty.
    bytesLeft = size + 2;
    if (size === 0) chunked = false;
  };

  return (incoming) => {
    let data = rest === null ? incoming : Buffer.concat([rest, incoming]);
    rest = null;
    while (data.length > 0) {
      if (bytesLeft > 0) {
        const taken = Math.min(bytesLeft, data.length);
        bytesLeft -= taken;
        data = data.subarray(taken);
        if (bytesLeft === 0 && !chunked) onAnswer(ok);
        continue;
      }
      const mark = chunked ? "\r\n" : "\r\n\r\n";
      const end = data.indexOf(mark);
      if (end < 0) {
        rest = data;
        return;
      }
      const text = data.toString("latin1", 0, end);
      data = data.subarray(end + mark.length);
      if (chunked) readChunkSize(text);
      else readHead(text);
    }
  };
}
