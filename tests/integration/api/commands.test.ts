import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { lockPeriod } from "#features/history/store/with-period.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

/** Starting a command takes 1.5 s of one core, and several may share it. */
vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, "../../..");
const OLD_S = Date.parse("2025-08-03T00:00:00Z") / 1_000;
let database: TestDatabase;
let dir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-commands-"));
});
afterAll(async () => {
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

/** `count` 5m buckets with items 1 to `items`, one JSON line each. */
const capture = (count: number, items: number) =>
  Array.from({ length: count }, (_, index) => {
    const row = { avgHighPrice: 100 + index, highPriceVolume: 2, avgLowPrice: null, lowPriceVolume: 0 };
    const data = Object.fromEntries(Array.from({ length: items }, (_item, id) => [id + 1, row]));
    return `${JSON.stringify({ data, timestamp: OLD_S + index * 300 })}\n`;
  }).join("");

/** Starts a command as npm does; `env` is added to the database's URL. */
function start(name: "import" | "export", args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [`src/processes/commands/history-${name}.ts`, ...args], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], NODE_ENV: "production", DATABASE_URL: database.url, ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const output = { out: "", err: "" };
  child.stdout.on("data", (text: Buffer) => (output.out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output.err += text.toString()));
  const ended = once(child, "close").then(() => ({ code: child.exitCode, ...output }));
  return { child, ended };
}
const run = (...args: Parameters<typeof start>) => start(...args).ended;

test("an import reports each file and the total; a missing file fails", async () => {
  const [good, bad] = [join(dir, "a-5m.jsonl.gz"), join(dir, "b-5m.jsonl")];
  await writeFile(good, gzipSync(capture(10, 20)));
  await writeFile(bad, `${capture(2, 20)}{oops\n`);
  const { code, out } = await run("import", [good, bad, join(dir, "none.jsonl")]);
  expect(code).toBe(1);
  expect(out).toContain("a-5m.jsonl.gz: 10 answers; read 200, stored 200, unchanged 0, refused 0");
  expect(out).toContain("b-5m.jsonl line 3: not JSON");
  expect(out).toContain("b-5m.jsonl: 2 answers; read 41, stored 0, unchanged 40, refused 1: 1 not JSON");
  expect(out).toMatch(/^! .*none\.jsonl: ENOENT/m);
  expect(out).toContain("all: read 241, stored 200, unchanged 40, refused 1: 1 not JSON");
});

test("an import of what is refused as a whole, or holds nothing, fails and says what to do", async () => {
  const [marked, broken, wide, empty, archive] = ["marked", "broken", "wide", "empty", "archive"].map(
    (name) => join(dir, `${name}-5m.jsonl`),
  );
  await writeFile(marked ?? "", `\uFEFF${capture(2, 20)}`);
  await writeFile(broken ?? "", `${capture(2, 20)}{oops\n`);
  await writeFile(wide ?? "", Buffer.from(capture(2, 20), "utf16le"));
  await writeFile(empty ?? "", "");
  const tar = Buffer.alloc(1_024);
  tar.write("5m.jsonl", 0);
  tar.write("ustar", 257);
  await writeFile(archive ?? "", gzipSync(tar));
  const good = await run("import", [marked ?? ""]);
  expect([good.out, good.code]).toEqual([expect.stringContaining("2 answers; read 40"), 0]);
  const partly = await run("import", [marked ?? "", broken ?? ""]);
  expect([partly.out, partly.code]).toEqual([expect.stringContaining("line 3: not JSON"), 1]);
  for (const [path, words] of [
    [wide, "UTF-16 text: save it as UTF-8"],
    [empty, "there is nothing in it"],
    [archive, "a tar archive: unpack it first"],
  ] as const) {
    const { code, out } = await run("import", [path ?? ""]);
    expect([out, code]).toEqual([expect.stringContaining(words), 1]);
  }
});

test("an import records the gaps between its buckets and reports their number", async () => {
  const file = join(dir, "holes-5m.jsonl");
  const lines = capture(10, 20).split("\n");
  await writeFile(file, lines.toSpliced(4, 3).join("\n"));
  await database.db.sql`truncate price_buckets, price_gaps`;
  const { out } = await run("import", [file]);
  const gaps = await database.db.sql<{ atS: number }[]>`
    select extract(epoch from bucket_at)::int as "atS" from price_gaps where step_s = 300 order by 1`;
  expect(gaps.slice(0, 4).map(({ atS }) => (atS - OLD_S) / 300)).toEqual([4, 5, 6, 10]);
  const [all] = await database.db.sql<{ n: number }[]>`select count(*)::int as n from price_gaps`;
  expect(out).toContain(
    `gaps: ${all?.n.toLocaleString("en")} buckets missing since the first on record, 0 of them`,
  );
});

test("an export writes the imported data, to a file or to standard output", async () => {
  const file = join(dir, "whole-5m.jsonl");
  await writeFile(file, capture(10, 20));
  await run("import", [file]);
  const packed = join(dir, "out.jsonl.gz");
  const written = await run("export", ["--step", "5m", "--out", packed]);
  expect([written.code, written.out]).toEqual([0, ""]);
  expect(written.err).toContain("10 answers, 200 points");
  expect(gunzipSync(await readFile(packed)).toString()).toBe(await readFile(file, "utf8"));

  const from = new Date((OLD_S + 600) * 1_000).toISOString();
  const some = await run("export", [
    "--step",
    "5m",
    "--from",
    from,
    "--to",
    String(OLD_S + 1_200),
    "--item",
    "7",
  ]);
  const point = { avgLowPrice: null, highPriceVolume: 2, lowPriceVolume: 0 };
  expect(JSON.parse(some.out)).toEqual({
    data: [
      { timestamp: OLD_S + 600, avgHighPrice: 102, ...point },
      { timestamp: OLD_S + 900, avgHighPrice: 103, ...point },
    ],
    itemId: 7,
  });
});

test("a wrong argument is reported in one sentence before the database is opened", async () => {
  const away = { DATABASE_URL: "", DATA_DIR: join(dir, "nothing") };
  for (const [name, args, words] of [
    ["import", [], /^! npm run history:import/],
    ["export", ["--step", "5m", "--from", "soon"], /--from is a date/],
    ["import", ["x"], /There is no database in .*nothing yet/],
  ] as const) {
    const { code, err } = await run(name, args, away);
    expect([code, err]).toEqual([1, expect.stringMatching(words)]);
    expect(err).not.toContain("    at ");
  }
});

test("Ctrl-C ends an import cleanly, and the same command continues it", async () => {
  await database.db.sql`truncate price_buckets, item_price_history, item_price_series, sealed_periods`;
  const file = join(dir, "long-5m.jsonl");
  const [days, items] = [4, 400];
  await writeFile(file, capture(288 * days, items));
  // A lock on the third day stops the import there.
  const release = Promise.withResolvers<void>();
  const lock = Promise.withResolvers<void>();
  const holding = database.db.sql.begin(async (tx) => {
    await lockPeriod(tx, { step: "5m", periodAtMs: (OLD_S + 2 * 86_400) * 1_000 }, "exclusive");
    lock.resolve();
    await release.promise;
  });
  await lock.promise;
  const first = start("import", [file]);
  try {
    await expect
      .poll(async () => (await database.db.sql`select 1 from history_imports`).length, { timeout: 60_000 })
      .toBe(1);
    first.child.kill("SIGINT");
  } finally {
    release.resolve();
    await holding;
  }
  const interrupted = await first.ended;
  expect(interrupted.code).toBe(130);
  expect(interrupted.out).toContain("interrupted");

  const second = await run("import", [file]);
  expect(second.code).toBe(0);
  expect(second.out).toMatch(/goes on after line \d+/);
  expect(second.out).toContain("unchanged 0, refused 0");
  const [stored] = await database.db
    .sql`select sum(points)::int as points from item_price_series where step_s = 300`;
  expect(stored).toEqual({ points: 288 * days * items });
});
