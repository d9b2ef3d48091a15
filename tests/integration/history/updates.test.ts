import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteUpdate } from "#features/history/updates/delete-update.ts";
import { listUpdates } from "#features/history/updates/list-updates.ts";
import { saveUpdate } from "#features/history/updates/save-update.ts";
import type { UserActor } from "#platform/actor.ts";
import type { SaveUpdateInput } from "#features/history/contract.ts";
import { dueDivisor } from "#features/market/rules/tax/tax.ts";
import type { Cache } from "#platform/cache/cache.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";

const AT = Date.UTC(2026, 8, 21, 10);
const release = { at: AT, kind: "game", title: "A new boss", url: "https://example.org/news" } as const;

const ADMIN = "00000000-0000-4000-8000-000000000001";
const visitor = { ip: "203.0.113.7", userAgent: "a test" };
const actor: UserActor = {
  kind: "user",
  visitor,
  userId: ADMIN,
  role: "admin",
  session: { id: ADMIN, token: "none", userId: ADMIN, role: "admin", expiresAt: AT + 1, startedAt: AT },
};

let database: TestDatabase;
const clock = createTestClock(new Date(AT));
/** Keeps nothing: each test sees what was just written. */
const cache: Cache = (entry) => entry.load();
const deps = () => ({ db: database.db.orm, dbRead: database.db.orm, cache, clock });
const save = (input: SaveUpdateInput) => saveUpdate(deps(), actor, input);
const remove = (id: number) => deleteUpdate(deps(), actor, { id });
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
  const made = await save(release);
  expect(await list()).toContainEqual(made);
  const changed = await save({ ...made, title: "A new boss and its drops", url: null });
  expect(changed.id).toBe(made.id);
  expect((await list()).filter(({ id }) => id === made.id)).toEqual([changed]);
  expect(await remove(made.id)).toEqual(changed);
  expect((await list()).map(({ id }) => id)).not.toContain(made.id);
  const { id: _, ...rest } = changed;
  const again = await save(rest);
  expect(await list()).toContainEqual(again);
  await remove(again.id);
});

test("the same thing is not told twice, and nobody's update cannot be touched", async () => {
  const made = await save(release);
  const other = await save({ ...release, title: "Another" });
  await expect(save(release)).rejects.toMatchObject({ code: "conflict" });
  await expect(save({ ...release, id: other.id })).rejects.toMatchObject({ code: "conflict" });
  expect(await save({ ...release, id: made.id })).toEqual(made);
  await expect(save({ ...release, id: 999_999, title: "New" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(remove(999_999)).rejects.toMatchObject({ code: "not_found" });
});

test("the audit log tells who did what, and nothing of what was refused", async () => {
  const { sql } = database.db;
  await sql`delete from game_updates where title like 'Audited%'`;
  const [{ last = 0 } = {}] = await sql<{ last: number }[]>`select max(id)::int as last from audit_log`;
  const made = await save({ ...release, title: "Audited" });
  await expect(save({ ...release, title: "Audited" })).rejects.toMatchObject({ detail: { field: "title" } });
  await save({ ...made, title: "Audited again" });
  await remove(made.id);
  await expect(remove(made.id)).rejects.toMatchObject({ code: "not_found" });
  const lines = await sql`
    select action, user_id, actor_id, address, detail->>'title' as title from audit_log where id > ${last ?? 0} order by id`;
  const line = { user_id: null, actor_id: ADMIN, address: visitor.ip };
  expect([...lines]).toEqual([
    { ...line, action: "update_saved", title: "Audited" },
    { ...line, action: "update_saved", title: "Audited again" },
    { ...line, action: "update_deleted", title: "Audited again" },
  ]);
});

test("what cannot be written down in the log does not happen", async () => {
  const { sql } = database.db;
  await sql`alter table audit_log add constraint full_of_ink check (false) not valid`;
  try {
    const title = "Unheard of";
    await expect(save({ ...release, title })).rejects.toThrow();
    expect((await list()).map((update) => update.title)).not.toContain(title);
    const [kept] = await list();
    await expect(remove(kept?.id ?? 0)).rejects.toThrow();
    expect(await list()).toContainEqual(kept);
  } finally {
    await sql`alter table audit_log drop constraint full_of_ink`;
  }
});
