import { createServer, get } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import type { Log } from "#platform/log/log.ts";
import type { StreamedFile } from "#trpc/http-mount.ts";
import { createAnswerBounds } from "./answer-bounds.ts";
import { writeFile } from "./write-file.ts";

let stop = () => Promise.resolve();
afterEach(() => stop());

/** A server whose only answer is this file, and what it logged. */
async function serve(text: AsyncIterable<string>, { fileName = "a.csv" }: Partial<StreamedFile> = {}) {
  const errors: unknown[] = [];
  const log = { error: (fields: unknown) => errors.push(fields) } as unknown as Log;
  const bounds = createAnswerBounds();
  const file = { fileName, contentType: "text/csv", text };
  const sent: Promise<void>[] = [];
  const server = createServer((req, res) => {
    sent.push(writeFile(req, res, file, { headers: ["X-Own", "yes"], bounds, log }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const { port } = server.address() as AddressInfo;
  const ask = () =>
    new Promise<IncomingMessage>((resolve) => get({ port, host: "127.0.0.1", path: "/" }, resolve));
  return { ask, bounds, errors, sent };
}

async function* pieces(...all: string[]): AsyncGenerator<string> {
  yield* all;
}

it("sends the pieces as one file to be saved", async () => {
  const { ask, errors } = await serve(pieces("a,b\n", "1,2\n"), { fileName: 'a "b"\n.csv' });
  const res = await ask();
  expect([res.statusCode, res.headers["content-type"], res.headers["x-own"]]).toEqual([
    200,
    "text/csv",
    "yes",
  ]);
  expect(res.headers["content-disposition"]).toBe('attachment; filename="a__b__.csv"');
  expect([await readText(res), errors]).toEqual(["a,b\n1,2\n", []]);
});

it("makes a piece when the one before is sent, and none for a reader who left", async () => {
  const PIECE = "x".repeat(64 * 1024);
  const all = 8_192;
  let made = 0;
  let hasEnded = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (; made < all; made++) yield PIECE;
    } finally {
      hasEnded = true;
    }
  }
  const { ask, errors, sent } = await serve(endless());
  const res = await ask();
  await new Promise((resolve) => res.once("data", resolve));
  res.destroy();
  await Promise.all(sent);
  expect([hasEnded, errors]).toEqual([true, []]);
  // Of half a gigabyte no more than the buffers of the two sockets hold.
  expect(made * PIECE.length).toBeLessThan(64 * 1024 * 1024);
});

it("breaks off where the file cannot be made to its end, so that no part passes for the whole", async () => {
  async function* broken(): AsyncGenerator<string> {
    yield "a,b\n";
    throw new Error("the database is away");
  }
  const { ask, errors } = await serve(broken());
  const res = await ask();
  await expect(readText(res)).rejects.toThrow("aborted");
  expect(errors).toHaveLength(1);
});

it("refuses with a time to wait where too many files are being sent", async () => {
  const { ask, bounds } = await serve(pieces("a"));
  const release = bounds.gate.reserve(63 * 1024 * 1024);
  const res = await ask();
  expect([res.statusCode, res.headers["retry-after"]]).toEqual([503, "2"]);
  expect(await readText(res)).toContain("busy");
  release();
  expect((await ask()).statusCode).toBe(200);
});
