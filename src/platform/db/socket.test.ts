import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSocketFactory } from "./socket.ts";

let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer((socket) => socket.on("error", () => undefined));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  vi.restoreAllMocks();
  server.close();
});

test.each([
  ["is not watched where silence is waited for", null, 0],
  ["is watched where it is not", 2_000, 1],
])("a connection %s, and is counted until it ends", async (_, silenceMs, watches) => {
  const started = vi.spyOn(globalThis, "setInterval");
  const counts: number[] = [];
  const connect = createSocketFactory({
    silenceMs,
    mayConnect: () => true,
    onConnections: (count) => void counts.push(count),
  });
  const socket = connect({ host: ["127.0.0.1"], port: [port] });
  await once(socket, "connect");
  expect(started).toHaveBeenCalledTimes(watches);
  // "error" comes first, as the driver needs it.
  const closed = new Promise((resolve) => socket.on("error", () => undefined).once("close", resolve));
  socket.destroy();
  await closed;
  expect(counts).toEqual([1, 0]);
});
