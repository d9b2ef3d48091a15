import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteUpdate } from "#features/history/delete-update.ts";
import { listUpdates } from "#features/history/list-updates.ts";
import { saveUpdate } from "#features/history/save-update.ts";
import { dueDivisor } from "#features/market/tax.ts";
import type { Cache } from "#platform/cache.ts";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { createTestClock } from "../../support/feed.ts";

const AT = Date.UTC(2026, 8, 21, 10);
const release = { at: AT, kind: "game", title: "A new boss", url: "https://example.org/news" } as const;

let database: TestDatabase;
const clock = createTestClock(new Date(AT));
/** Keeps nothing: each test sees what was just written. */
const cache: Cache = (entry) => entry.load();
const deps = () => ({ db: database.db.orm, dbRead: database.db.orm, cache, clock });
const list = async () => (await listUpdates(deps())).updates;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("the changes of the tax are there from the start, at the moments from which they hold", async () => {
  const taxes = (await list()).filter(({ kind }) => kind === "tax");
  expect(taxes.map(({ at }) => new Date(at).toISOString())).toEqual([
    "2021-12-09T18:00:00.000Z",
    "2025-05-29T10:30:00.000Z",
  ]);
  const dueAt = (atMs: number) => dueDivisor({ itemId: 561, atMs });
  for (const { at } of taxes) expect(dueAt(at)).not.toBe(dueAt(at - 1));
});

test("an update is written, changed, taken away and put back", async () => {
  const made = await saveUpdate(deps(), release);
  expect(await list()).toContainEqual(made);
  const changed = await saveUpdate(deps(), { ...made, title: "A new boss and its drops", url: null });
  expect(changed.id).toBe(made.id);
  expect((await list()).filter(({ id }) => id === made.id)).toEqual([changed]);
  expect(await deleteUpdate(deps(), { id: made.id })).toEqual(changed);
  expect((await list()).map(({ id }) => id)).not.toContain(made.id);
  const { id: _, ...rest } = changed;
  const again = await saveUpdate(deps(), rest);
  expect(await list()).toContainEqual(again);
  await deleteUpdate(deps(), { id: again.id });
});

test("the same thing is not told twice, and nobody's update cannot be touched", async () => {
  const made = await saveUpdate(deps(), release);
  const other = await saveUpdate(deps(), { ...release, title: "Another" });
  await expect(saveUpdate(deps(), release)).rejects.toMatchObject({ code: "conflict" });
  await expect(saveUpdate(deps(), { ...release, id: other.id })).rejects.toMatchObject({ code: "conflict" });
  expect(await saveUpdate(deps(), { ...release, id: made.id })).toEqual(made);
  await expect(saveUpdate(deps(), { ...release, id: 999_999, title: "New" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(deleteUpdate(deps(), { id: 999_999 })).rejects.toMatchObject({ code: "not_found" });
});
