import { expect, test } from "vitest";
import { keptPlace } from "./kept-place.ts";

const ORIGIN = "https://desk.example";
const NOW = 1_000 * 86_400_000;
const at = (path: string, nowMs = NOW) => keptPlace(`${ORIGIN}${path}`, ORIGIN, nowMs);
const withInput = (name: string, input: unknown) =>
  `/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`;

test.each([
  "/settings/profile",
  "/admin/users",
  "/sign-in",
  "/plans",
  "/items/4151/edit",
  "/trpc/auth.me",
  "/trpc/account.activity",
  "/trpc/billing.status",
  "/trpc/admin.users?input=%7B%7D",
  "/trpc/items.getStatus",
  "/trpc/items.search?input=%7B%7D",
  "/trpc/items.getAll,auth.me?batch=1",
  "/trpc/items.get?input=%7B",
  "/?_rsc=1a2b",
  "/items/4151?_rsc=1a2b",
  "/api/v1/osrs/latest",
  withInput("items.getChanges", { since: 12 }),
])("never keeps %s", (path) => expect(at(path)).toBeNull());

test("never keeps what another origin answers", () => {
  expect(keptPlace("https://icons.example/_next/static/a.js", ORIGIN, NOW)).toBeNull();
});

test("keeps build output, shared pages and the public list", () => {
  expect(at("/_next/static/chunks/a.js?dpl=1")).toEqual({ store: "files", key: "/_next/static/chunks/a.js" });
  expect(at("/")).toEqual({ store: "pages", key: "/" });
  expect(at("/?preset=margin")).toEqual({ store: "pages", key: "/?preset=margin" });
  expect(at("/items/4151")).toEqual({ store: "pages", key: "/items/4151" });
  for (const path of [
    "/trpc/items.getAll",
    withInput("items.getChanges", { since: null }),
    withInput("items.getCatalogue", { version: "a" }),
  ])
    expect(at(path)?.store, path).toBe("answers");
});

test("a range of an item's history is found again an hour later, another range or item is not", () => {
  const history = (itemId: number, days: number, nowMs: number) =>
    at(withInput("items.getPriceHistory", { itemId, timestep: "5m", from: nowMs - days * 86_400_000 }), nowMs)
      ?.key;
  const key = history(1, 7, NOW);
  expect(history(1, 7, NOW + 3_600_000)).toBe(key);
  expect(history(1, 1, NOW)).not.toBe(key);
  expect(history(2, 7, NOW)).not.toBe(key);
});

test("its text runs outside its module", () => {
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval
  const alone = new Function(`return ${keptPlace}`)() as typeof keptPlace;
  expect(alone(`${ORIGIN}/items/1`, ORIGIN, NOW)).toEqual({ store: "pages", key: "/items/1" });
});
