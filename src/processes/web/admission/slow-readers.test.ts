import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { closeSlowReaders } from "./slow-readers.ts";

const FROM_BYTES = 256 * 1024;
const BYTES_PER_S = 32 * 1024;
/** Larger than the buffers of a connection between two processes of one machine. */
const BODY = Buffer.alloc(16 * 1024 * 1024);
const MINUTE_MS = 60_000;

async function openServer(body: Buffer) {
  const clock = { ms: 0 };
  const sockets: Socket[] = [];
  let closed = 0;
  const server = createServer((_req, res) => res.end(body));
  server.on("connection", (socket: Socket) => sockets.push(socket));
  closeSlowReaders(server, {
    fromBytes: FROM_BYTES,
    bytesPerS: BYTES_PER_S,
    everyMs: 5,
    now: () => clock.ms,
    onClosed: () => closed++,
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, clock, sockets, countClosed: () => closed };
}

function ask(port: number): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n\r\n");
  return socket;
}

test("closes a connection that leaves a large answer unread", async () => {
  const { port, clock, sockets, countClosed } = await openServer(BODY);
  ask(port).pause();
  await expect.poll(() => sockets[0]?.writableLength ?? 0).toBeGreaterThan(FROM_BYTES);
  // Within its time it may pause: 16 MB have eight minutes.
  clock.ms += 8 * MINUTE_MS;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(countClosed()).toBe(0);
  clock.ms += MINUTE_MS;
  await expect.poll(() => [sockets[0]?.destroyed, countClosed()]).toEqual([true, 1]);
});

test("leaves one that reads, and one whose rest is small", async () => {
  const { port, countClosed } = await openServer(BODY);
  let bytes = 0;
  const reader = ask(port).on("data", (chunk: Buffer) => (bytes += chunk.length));
  await once(reader, "close");
  expect(bytes).toBeGreaterThan(BODY.length);

  const small = await openServer(Buffer.alloc(FROM_BYTES / 2));
  ask(small.port).pause();
  await expect.poll(() => small.sockets.length).toBe(1);
  small.clock.ms += 60 * MINUTE_MS;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect([countClosed(), small.countClosed()]).toEqual([0, 0]);
});
