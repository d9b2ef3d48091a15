import { expect, test } from "vitest";
import { MAX_VIEWS, MAX_VIEW_LENGTH } from "#features/market/views/contract.ts";
import type { AdoptedViews, NamedView, ViewList } from "#features/market/views/contract.ts";
import { useDesk } from "../../support/people/desk.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import type { Member } from "../../support/people/members.ts";
import type { Reply } from "../../support/people/visitor.ts";

const desk = useDesk();
const FLIPS = { name: "Flips", view: "?preset=margins&sort=-roi" };
const ALCHS = { name: "Alchs 🔥", view: "?preset=alch" };

const join = () => seedMember(desk.web, desk.db);
const viewsOf = async (member: Member) => (await member.ask("views.list")).data as ViewList;
const namesOf = async (member: Member) => (await viewsOf(member)).named.map(({ name }) => name);
const refusal = ({ status, error }: Reply) => [status, error?.app?.["code"], error?.app?.["field"]];
const save = async (member: Member, view: { name: string; view: string }) =>
  (await member.tell("views.save", view)).data as NamedView;

test("remembers the last view of each user, and forgets it at the default one", async () => {
  const [one, other] = [await join(), await join()];
  expect(await viewsOf(one)).toEqual({ last: null, named: [] });
  for (const view of ["?preset=movers", "?cols=item,roi&coins=25m"])
    await one.tell("views.remember", { view });
  expect((await viewsOf(one)).last).toBe("?cols=item,roi&coins=25m");
  expect((await viewsOf(other)).last).toBeNull();
  await one.tell("views.remember", { view: "" });
  expect((await viewsOf(one)).last).toBeNull();
});

test("saves, renames, overwrites and deletes named views", async () => {
  const member = await join();
  const flips = await save(member, FLIPS);
  await save(member, ALCHS);
  expect(await namesOf(member)).toEqual(["Alchs 🔥", "Flips"]);
  expect(refusal(await member.tell("views.save", FLIPS))).toEqual([409, "conflict", "name"]);
  expect(refusal(await member.tell("views.change", { id: flips.id, name: ALCHS.name }))).toEqual([
    409,
    "conflict",
    "name",
  ]);
  await member.tell("views.change", { id: flips.id, name: "Big flips" });
  const { data } = await member.tell("views.change", { id: flips.id, view: "" });
  expect(data).toEqual({ id: flips.id, name: "Big flips", view: "" });
  await member.tell("views.delete", { id: flips.id });
  expect(await namesOf(member)).toEqual(["Alchs 🔥"]);
  expect(refusal(await member.tell("views.delete", { id: flips.id }))[1]).toBe("not_found");
});

test("adopts a device's views without losing one of either", async () => {
  const member = await join();
  await save(member, FLIPS);
  await save(member, ALCHS);
  const views = [ALCHS, { name: "Flips", view: "?preset=volume" }, { name: "Cheap", view: "?price=..10k" }];
  const { named, renamed } = (await member.tell("views.adopt", { views })).data as AdoptedViews;
  expect(renamed).toEqual(["Flips (2)"]);
  expect(named.map(({ name, view }) => [name, view])).toEqual([
    ["Alchs 🔥", "?preset=alch"],
    ["Cheap", "?price=..10k"],
    ["Flips", "?preset=margins&sort=-roi"],
    ["Flips (2)", "?preset=volume"],
  ]);
  expect((await viewsOf(member)).named).toEqual(named);
});

test("bounds the number of views, also when several are saved at once", async () => {
  const member = await join();
  const views = Array.from({ length: MAX_VIEWS - 2 }, (_, at) => ({ name: `View ${at}`, view: "" }));
  await member.tell("views.adopt", { views });
  const replies = await Promise.all(
    Array.from({ length: 6 }, (_, at) => member.tell("views.save", { ...FLIPS, name: `More ${at}` })),
  );
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(2);
  expect(await namesOf(member)).toHaveLength(MAX_VIEWS);
  expect(refusal(await member.tell("views.adopt", { views: [FLIPS] }))[1]).toBe("conflict");
  expect(await namesOf(member)).toHaveLength(MAX_VIEWS);
});

test("refuses what is no view", async () => {
  const member = await join();
  const long = `?q=${"a".repeat(MAX_VIEW_LENGTH)}`;
  for (const view of [long, "preset=alch", "?", "?q=\u0000", "?q=\uD800", "/items/4151"]) {
    expect([view, (await member.tell("views.remember", { view })).status]).toEqual([view, 400]);
    expect([view, (await member.tell("views.save", { name: "x", view })).status]).toEqual([view, 400]);
  }
});
