import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const journal = z.object({
  entries: z.array(z.object({ idx: z.number(), when: z.number(), tag: z.string() })).min(1),
});

const { entries } = journal.parse(JSON.parse(readFileSync("drizzle/meta/_journal.json", "utf8")));

/** The migrator skips, without a word, a file that is older than the newest one it has applied. */
test("every migration is newer than the one before it", () => {
  const times = entries.map((entry) => entry.when);
  expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
  expect(entries.map((entry) => entry.idx)).toEqual(entries.map((_, index) => index));
});

test("the journal and the folder name the same files", () => {
  const files = readdirSync("drizzle").filter((name) => name.endsWith(".sql"));
  expect(files.toSorted()).toEqual(entries.map((entry) => `${entry.tag}.sql`).toSorted());
});
