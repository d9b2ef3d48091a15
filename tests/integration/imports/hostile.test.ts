import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import {
  MAX_CHUNK_BYTES,
  MAX_ENTRIES,
  MAX_FILE_BYTES,
  MAX_RECORD_LENGTH,
} from "#features/imports/rules/sizes.ts";
import { useDesk } from "../../support/people/desk.ts";
import { joinImporter, seedCatalogue, sendBytes } from "../../support/trades/importer.ts";
import type { Importer } from "../../support/trades/importer.ts";
import { zipOf } from "../../support/trades/zip.ts";

const desk = useDesk();
let trader: Importer;
beforeAll(async () => {
  await seedCatalogue(desk.db);
  trader = await joinImporter(desk);
});

const MB = 1_024 * 1_024;
const LOG = '{"b":true,"i":561,"q":100,"p":100,"t":1790000000000}\n';
const file = (name: string, bytes: Buffer | string = LOG) => ({ name, bytes: Buffer.from(bytes) });
/** A log with 64 MB of comments, which pack to some 100 KB. */
const BLOWN_UP = Buffer.concat([Buffer.from(LOG), Buffer.alloc(64 * MB, `#${"x".repeat(1_000)}\n`)]);

test.each<[string, () => Buffer | string, RegExp]>([
  ["a gzip bomb", () => gzipSync(BLOWN_UP), /more than 300 times its size/],
  ["a zip bomb", () => zipOf([file("a.txt"), file("b.txt", BLOWN_UP)]), /more than 300 times its size/],
  ["a zip in a zip", () => zipOf([file("a.zip", zipOf([file("a.txt")]))]), /packed twice/],
  ["a gzip in a gzip", () => gzipSync(gzipSync(LOG)), /packed twice/],
  [
    "10,000 files",
    () => zipOf(Array.from({ length: 10_000 }, (_, at) => file(`${at}.txt`))),
    /10000 files; at most/,
  ],
  ["a path out of the archive", () => zipOf([file("../../etc/passwd")]), /outside itself/],
  ["an absolute path", () => zipOf([file("/etc/passwd")]), /outside itself/],
  [
    "a cut-off gzip",
    () => gzipSync(randomBytes(5_000).toString("hex")).subarray(0, 3_000),
    /damaged or was cut off/,
  ],
  ["a cut-off zip", () => zipOf([file("a.txt")]).subarray(0, 80), /damaged/],
  ["an empty zip", () => zipOf([]), /empty/],
  ["a zip of folders", () => zipOf([file("logs/", ""), file("__MACOSX/._a", "x")]), /empty/],
  ["zeros", () => Buffer.alloc(5_000), /no text/],
  [
    "a picture",
    () => Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), Buffer.alloc(500)]),
    /no text/,
  ],
  ["an export without trades", () => '{"trades":[{"id":561}]}', /no trades/],
  ["prose", () => "Dear diary,\ntoday I bought runes", /No known log/],
  ["a table without a header", () => "1,2,3\n4,5,6\n", /does not name the columns/],
  [
    "a quote that is not closed",
    () => `Timestamp,Side,Item,Quantity,Paid/Received\n"${"x".repeat(2 * MAX_RECORD_LENGTH)}`,
    /quote is not closed/,
  ],
])("refuses %s with a reason", async (_name, content, reason) => {
  const view = await trader.send(content(), "log.zip");
  expect(view).toMatchObject({ state: "failed", problem: expect.stringMatching(reason) });
  const [left] = await desk.db.sql`
    select count(*)::int as chunks from import_chunks where import_id = ${view.id}`;
  expect(left).toEqual({ chunks: 0 });
});

test("an odd file spoils no other of a zip, and the names of files are only shown", async () => {
  const view = await trader.send(
    zipOf([file("b/log.txt"), file("notes.txt", "hello"), file("readme.md", Buffer.alloc(500))]),
    "a\u202Ename\u0007.zip",
  );
  expect(view).toMatchObject({ state: "ready", name: "aname.zip", summary: { new: 1, unmatched: 0 } });
  expect(view.files.map(({ name, problem }) => [name, problem === null])).toEqual([
    ["log.txt", true],
    ["notes.txt", false],
    ["readme.md", false],
  ]);
});

test("a line without an end, NULs, comments and broken records are told with their line", async () => {
  const long = "x".repeat(4 * MB);
  const view = await trader.send(
    `# mine\r\n${LOG}${long}\n{"b":true,"i":\u00001}\n\n{"b":1}\n${LOG.replace("561", "2")}`,
  );
  expect(view).toMatchObject({ state: "ready", summary: { new: 2, unmatched: 3 } });
  expect(
    (await trader.rows(view.id, "unmatched")).map(({ line, reason, text }) => [
      line,
      reason,
      text?.slice(0, 9),
    ]),
  ).toEqual([
    [3, expect.stringContaining("longer"), "xxxxxxxxx"],
    [4, expect.stringContaining("not JSON"), '{"b":true'],
    [6, expect.stringContaining("not a trade"), '{"b":1}'],
  ]);
});

test("an array without line breaks is read record by record", async () => {
  const records = Array.from({ length: 30_000 }, (_, at) =>
    LOG.trim().replace("1790000000000", String(1_790_000_000_000 + at)),
  );
  const view = await trader.send(`[${records.join(",")}]`);
  expect(view).toMatchObject({ state: "ready", summary: { new: 30_000 } });
  const cut = await trader.send(`[${records.slice(0, 3).join(",")},{"b":tr`);
  expect(cut).toMatchObject({ state: "ready", summary: { new: 3, unmatched: 1 } });
});

test("amounts and times that cannot be are unmatched", async () => {
  const lines = [
    { q: 9_007_199_254_740_991, p: 2 },
    { t: Date.UTC(2012, 0, 1) },
    { t: Date.UTC(2090, 0, 1) },
    { i: 99_999_999 },
    { t: 8_640_000_000_000_001 },
  ].map((more) => JSON.stringify({ ...(JSON.parse(LOG) as object), ...more }));
  const view = await trader.send(lines.join("\n"));
  expect(view).toMatchObject({ state: "ready", summary: { new: 0, unmatched: 5 } });
});

test("an upload goes on where it ended, and takes no more than was announced", async () => {
  const bytes = Buffer.from(LOG.repeat(50));
  const { id } = await trader.do<{ id: string }>("imports.create", {
    name: "log.txt",
    sizeBytes: bytes.length,
  });
  const send = (offset: number, part: Uint8Array, as = trader) =>
    sendBytes(desk.web, as, { id, offset, bytes: part });
  expect(await send(0, bytes.subarray(0, 1_000))).toEqual({ status: 200, body: { receivedBytes: 1_000 } });
  // Once more, and with a gap.
  expect(await send(0, bytes.subarray(0, 1_000))).toEqual({ status: 200, body: { receivedBytes: 1_000 } });
  expect(await send(2_000, bytes.subarray(2_000))).toMatchObject({
    status: 409,
    body: { error: { code: "conflict" } },
  });
  expect(await send(1_000, Buffer.concat([bytes.subarray(1_000), Buffer.from("x")]))).toMatchObject({
    status: 400,
  });
  expect(await send(1_000, Buffer.alloc(MAX_CHUNK_BYTES + 1))).toMatchObject({ status: 413 });
  const stranger = await joinImporter(desk);
  const foreign = await fetch(`${desk.web.url}/api/imports/${id}?offset=1000`, {
    method: "PUT",
    headers: {
      origin: "https://evil.example",
      cookie: [...trader.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    },
    body: "x",
  });
  expect(foreign.status).toBe(403);
  expect(await send(1_000, bytes.subarray(1_000), stranger)).toMatchObject({ status: 404 });
  expect(await send(1_000, bytes.subarray(1_000), { ...trader, cookies: new Map() })).toMatchObject({
    status: 401,
  });
  // Any web process takes the rest.
  const other = await desk.startAnother();
  const rest = { id, offset: 1_000, bytes: bytes.subarray(1_000) };
  expect(await sendBytes(other, trader, rest)).toEqual({
    status: 200,
    body: { receivedBytes: bytes.length },
  });
  expect(await trader.work(id)).toMatchObject({ state: "ready", summary: { new: 1, repeated: 49 } });
});

test("bounds what a user may store", async () => {
  const hoarder = await joinImporter(desk);
  const announce = (sizeBytes: number) => hoarder.tell("imports.create", { name: "log.txt", sizeBytes });
  expect((await announce(MAX_FILE_BYTES + 1)).status).toBe(400);
  expect((await announce(0)).status).toBe(400);
  const replies = await Promise.all(Array.from({ length: 5 }, () => announce(MAX_FILE_BYTES)));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(replies.find(({ status }) => status !== 200)).toMatchObject({ status: 413 });
  expect(MAX_ENTRIES).toBeLessThan(10_000);
});
