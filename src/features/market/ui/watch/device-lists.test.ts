import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { formatDeviceLists, parseDeviceLists, readDeviceLists, storeDeviceLists } from "./device-lists.ts";

const list = (id: string, name: string, itemIds: number[]) => ({ id, name, itemIds, shareToken: null });
const RUNES = list("1", "Runes", [561, 4151]);

it("reads the lists that it wrote", () => {
  const lists = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      name: fc.string({ minLength: 1, maxLength: 40 }).filter((name) => name.trim() !== ""),
      itemIds: fc.uniqueArray(fc.nat(2_147_483_647), { maxLength: 20 }),
      shareToken: fc.constant(null),
    }),
    { maxLength: 6, selector: ({ name }) => name },
  );
  fc.assert(
    fc.property(lists, (held) => {
      expect(parseDeviceLists(formatDeviceLists(held))).toEqual(held);
    }),
  );
});

it("leaves out what is broken, and keeps the others", () => {
  for (const text of [null, "{", "7", "[]", '{"v":2,"lists":[]}', '{"v":1,"lists":{}}'])
    expect([text, parseDeviceLists(text)]).toEqual([text, []]);
  const lists = [
    { id: "1", name: "Runes", items: [561, "x", -1, 1.5, 4151, 561, 9e9] },
    { id: "2", name: "Runes", items: [1] },
    { id: "3", name: "", items: [] },
    { id: "4", name: "No items" },
    { id: 5, name: "No id", items: [] },
    null,
    "list",
  ];
  expect(parseDeviceLists(JSON.stringify({ v: 1, lists }))).toEqual([RUNES]);
  const many = Array.from({ length: 60 }, (_, at) => ({ id: `${at}`, name: `List ${at}`, items: [] }));
  expect(parseDeviceLists(JSON.stringify({ v: 1, lists: many }))).toHaveLength(50);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it("says that a full storage kept nothing, and still has what was there", () => {
  const kept = new Map([["ge:watchlists", formatDeviceLists([RUNES])]]);
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  expect(storeDeviceLists([{ ...RUNES, itemIds: [1] }])).toBe(false);
  expect(readDeviceLists()).toEqual([RUNES]);
  // The same array while nothing changes: React compares it.
  expect(readDeviceLists()).toBe(readDeviceLists());
});
