import { beforeAll, describe, expect, test } from "vitest";
import { watchedItems } from "#features/market/rules/allowances.ts";
import { MAX_LISTS } from "#features/market/rules/watch/watchlists.ts";
import type { WatchlistSet } from "#features/market/watchlists/contract.ts";
import { hold, useBillingSites } from "../../support/billing/billing-sites.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import type { Member } from "../../support/people/members.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Reply } from "../../support/people/visitor.ts";

const sites = useBillingSites();
beforeAll(async () => {
  await sites.db.sql`
    insert into items (id, name, examine, members, icon, updated_at)
    select id, 'Item ' || id, '', false, '', now() from generate_series(1, 600) id`;
});

const join = () => seedMember(sites.selling, sites.db);
const payer = async () => {
  const member = await join();
  await hold(sites.db, member.userId, { status: "active", plan: "pro" });
  return member;
};
const setOf = async (member: Member) => (await member.ask("watchlists.list")).data as WatchlistSet;
const shown = ({ lists }: WatchlistSet) => lists.map(({ name, itemIds }) => [name, itemIds]);
const changed = async (reply: Promise<Reply>) => shown((await reply).data as WatchlistSet);
const refusal = ({ status, error }: Reply) => [status, error?.app?.["code"]];
const range = (count: number, from = 1) => Array.from({ length: count }, (_, at) => from + at);

async function listOf(member: Member, name: string, itemIds: number[] = []): Promise<string> {
  const { data, error } = await member.tell("watchlists.create", { name, itemIds });
  const made = (data as WatchlistSet | undefined)?.lists.find((list) => list.name === name);
  if (made === undefined) throw new Error(error?.message ?? "no list");
  return made.id;
}

test("keeps lists and their items in their owner's order", async () => {
  const member = await join();
  expect(await setOf(member)).toEqual({ lists: [], allowed: watchedItems.free });
  const runes = await listOf(member, "Runes", [3, 1, 3]);
  const herbs = await listOf(member, "Herbs");
  expect(await changed(member.tell("watchlists.addItems", { id: runes, itemIds: [2, 1], at: 1 }))).toEqual([
    ["Runes", [3, 2, 1]],
    ["Herbs", []],
  ]);
  await member.tell("watchlists.orderItems", { id: runes, itemIds: [1, 99, 3] });
  await member.tell("watchlists.order", { ids: [herbs] });
  await member.tell("watchlists.rename", { id: herbs, name: "Grimy herbs" });
  expect(shown(await setOf(member))).toEqual([
    ["Grimy herbs", []],
    ["Runes", [1, 3, 2]],
  ]);
  await member.tell("watchlists.removeItems", { id: runes, itemIds: [3, 77] });
  await member.tell("watchlists.delete", { id: herbs });
  // Undone: back at its place.
  await member.tell("watchlists.create", { name: "Grimy herbs", itemIds: [4], at: 0 });
  expect(shown(await setOf(member))).toEqual([
    ["Grimy herbs", [4]],
    ["Runes", [1, 2]],
  ]);
});

test("refuses a name twice, unknown items and lists, and too many lists, and stores nothing of them", async () => {
  const member = await payer();
  const runes = await listOf(member, "Runes", [1]);
  const taken = await member.tell("watchlists.create", { name: "Runes" });
  expect([...refusal(taken), taken.error?.app?.["field"]]).toEqual([409, "conflict", "name"]);
  const unknown = await member.tell("watchlists.addItems", { id: runes, itemIds: [2, 9_999] });
  expect([...refusal(unknown), unknown.error?.message]).toEqual([404, "not_found", "There is no item 9999"]);
  expect(refusal(await (await payer()).tell("watchlists.addItems", { id: runes, itemIds: [2] }))).toEqual([
    404,
    "not_found",
  ]);
  const many = range(MAX_LISTS).map((at) => ({ name: `List ${at}`, itemIds: [] }));
  expect(refusal(await member.tell("watchlists.adopt", { lists: many }))).toEqual([409, "conflict"]);
  for (const itemIds of [[], [-1], [1.5], range(watchedItems.pro + 1)])
    expect((await member.tell("watchlists.addItems", { id: runes, itemIds })).status).toBe(400);
  expect(shown(await setOf(member))).toEqual([["Runes", [1]]]);
});

describe("the allowance", () => {
  test("holds for distinct items under 12 calls at once", async () => {
    const member = await join();
    const lists = [await listOf(member, "One", range(4)), await listOf(member, "Other", [1])];
    const replies = await Promise.all(
      range(12, 100).map((item, at) =>
        member.tell("watchlists.addItems", { id: lists[at % 2], itemIds: [item, 1] }),
      ),
    );
    expect(replies.map(refusal).filter(([status]) => status === 200)).toHaveLength(watchedItems.free - 4);
    expect(replies.map(refusal).filter(([, code]) => code === "plan_required")).toHaveLength(6);
    const after = await setOf(member);
    expect(new Set(after.lists.flatMap(({ itemIds }) => itemIds)).size).toBe(watchedItems.free);
    // What another list has already is no further item.
    const first = after.lists.find(({ id }) => id === lists[0])?.itemIds ?? [];
    const reply = await member.tell("watchlists.addItems", { id: lists[1], itemIds: [...first] });
    expect(reply.status).toBe(200);
    const refused = await member.tell("watchlists.create", { name: "Third", itemIds: [500] });
    expect(refused.error?.app).toMatchObject({ allowance: "watchedItems", allowed: 10, needs: "pro" });
  });

  test("locks nothing away after a downgrade: items stay and can be moved and removed, none is added", async () => {
    const member = await payer();
    const id = await listOf(member, "Many", range(40));
    await hold(sites.db, member.userId, { status: "canceled", plan: "free" });
    expect(await setOf(member)).toMatchObject({ allowed: 10, lists: [{ itemIds: range(40) }] });
    expect(refusal(await member.tell("watchlists.addItems", { id, itemIds: [41] }))).toEqual([
      403,
      "plan_required",
    ]);
    await member.tell("watchlists.orderItems", { id, itemIds: [40] });
    const other = await listOf(member, "Best", [1, 2]);
    await member.tell("watchlists.removeItems", { id, itemIds: range(30, 3) });
    expect(shown(await setOf(member))).toEqual([
      ["Many", [40, 1, 2, ...range(7, 33)]],
      ["Best", [1, 2]],
    ]);
    expect((await member.tell("watchlists.addItems", { id: other, itemIds: [50] })).status).toBe(403);
    await member.tell("watchlists.removeItems", { id, itemIds: [40] });
    expect((await member.tell("watchlists.addItems", { id: other, itemIds: [50] })).status).toBe(200);
  });

  test("is 500 where nothing is sold, and says then what to do", async () => {
    const member = await seedMember(sites.free, sites.db);
    const id = await listOf(member, "All", range(500));
    const full = await member.tell("watchlists.addItems", { id, itemIds: [501] });
    expect([...refusal(full), full.error?.message]).toEqual([
      409,
      "conflict",
      "500 items is the most to watch: remove one to watch another",
    ]);
  });
});

test("adopts a device's lists once, adding to those of the same name, or none of them", async () => {
  const member = await join();
  await listOf(member, "Watchlist", [1, 2]);
  const lists = [
    { name: "Watchlist", itemIds: [2, 3, 9_999] },
    { name: "Runes", itemIds: [4, 4] },
  ];
  const both = [
    ["Watchlist", [1, 2, 3]],
    ["Runes", [4]],
  ];
  for (let times = 0; times < 2; times++)
    expect(await changed(member.tell("watchlists.adopt", { lists }))).toEqual(both);
  const more = [{ name: "More", itemIds: range(7, 10) }];
  expect(refusal(await member.tell("watchlists.adopt", { lists: more }))[1]).toBe("plan_required");
  expect(shown(await setOf(member))).toEqual(both);
});

describe("a shared list", () => {
  const share = async (member: Member, id: string) => {
    const { data } = await member.tell("watchlists.share", { id });
    return (data as WatchlistSet).lists.find((list) => list.id === id)?.shareToken ?? "";
  };

  test("is read by everybody who has its link, until that is taken back", async () => {
    const member = await join();
    const id = await listOf(member, "Runes", [2, 1]);
    await listOf(member, "Secret", [3]);
    const token = await share(member, id);
    expect(token).toMatch(/^[\w-]{32}$/);
    // Pressed twice, the link that was sent around stays.
    expect(await share(member, id)).toBe(token);
    const visitor = createVisitor(sites.selling);
    expect((await visitor.ask("watchlists.getShared", { token })).data).toEqual({
      name: "Runes",
      itemIds: [2, 1],
    });
    for (const wrong of ["", "x", id, `${token}x`, `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`])
      expect(refusal(await visitor.ask("watchlists.getShared", { token: wrong }))).toEqual([
        404,
        "not_found",
      ]);
    await member.tell("watchlists.unshare", { id });
    expect(refusal(await visitor.ask("watchlists.getShared", { token }))).toEqual([404, "not_found"]);
    expect(await share(member, id)).not.toBe(token);
  });

  test("is guessed at no faster than anything else is read", { timeout: 30_000 }, async () => {
    const visitor = createVisitor(sites.selling);
    const replies: Reply[] = [];
    for (let at = 0; at < 31; at++)
      replies.push(
        ...(await Promise.all(
          range(10).map((number) => visitor.ask("watchlists.getShared", { token: `${at}-${number}` })),
        )),
      );
    expect(replies.filter(({ status }) => status === 404)).toHaveLength(300);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});
