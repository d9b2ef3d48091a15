import fc from "fast-check";
import { expect, it } from "vitest";
import {
  MAX_LISTS,
  isAllowed,
  watchedIds,
  withAdopted,
  withItemOrder,
  withItems,
  withList,
  withListOrder,
  withName,
  withoutItems,
  withoutList,
} from "./watchlists.ts";
import type { Watchlist } from "./watchlists.ts";

const itemIds = fc.uniqueArray(fc.nat(30), { maxLength: 12 });
const lists: fc.Arbitrary<Watchlist[]> = fc
  .array(itemIds, { maxLength: 5 })
  .map((all) => all.map((ids, at) => ({ id: `${at}`, name: `List ${at}`, itemIds: ids })));
const place = fc.option(fc.nat(20), { nil: undefined });

it("never has an item twice in a list, nor loses one that was not removed", () => {
  fc.assert(
    fc.property(itemIds, fc.array(fc.nat(30)), place, (held, added, at) => {
      const list = { id: "a", name: "A", itemIds: held };
      const [after] = withItems("a", added, at)([list]) as Watchlist[];
      expect(new Set(after?.itemIds)).toEqual(new Set([...held, ...added]));
      expect(after?.itemIds).toHaveLength(new Set([...held, ...added]).size);
      expect(after?.itemIds.filter((id) => held.includes(id))).toEqual(held);
      const [ordered] = withItemOrder("a", added)([list]) as Watchlist[];
      expect(ordered?.itemIds.toSorted()).toEqual(held.toSorted());
      expect(ordered?.itemIds.filter((id) => !added.includes(id))).toEqual(
        held.filter((id) => !added.includes(id)),
      );
    }),
  );
});

it("undoes a removal by adding at the place it was at", () => {
  fc.assert(
    fc.property(itemIds, fc.nat(), (held, pick) => {
      fc.pre(held.length > 0);
      const at = pick % held.length;
      const removed = [held[at] ?? 0];
      const before = [{ id: "a", name: "A", itemIds: held }];
      const without = withoutItems("a", removed)(before) as Watchlist[];
      expect(withItems("a", removed, at)(without)).toEqual(before);
    }),
  );
});

it("adopts every item of a device, and nothing more the second time", () => {
  fc.assert(
    fc.property(lists, lists, (held, given) => {
      let made = 0;
      const adopt = withAdopted<Watchlist>(given, (list) => ({ ...list, id: `new ${made++}` }));
      const once = adopt(held) as Watchlist[];
      expect(watchedIds(once)).toEqual(new Set([...watchedIds(held), ...watchedIds(given)]));
      expect(adopt(once)).toEqual(once);
    }),
  );
});

it("refuses names twice, lists that are gone, and more lists than there is room for", () => {
  const held = [
    { id: "a", name: "A", itemIds: [] },
    { id: "b", name: "B", itemIds: [] },
  ];
  expect(withList({ id: "c", name: "A", itemIds: [] })(held)).toBe("nameTaken");
  expect(withName("a", "B")(held)).toBe("nameTaken");
  expect(withName("a", "A")(held)).toEqual(held);
  for (const change of [withName("x", "X"), withItems("x", [1]), withoutItems("x", [1]), withoutList("x")])
    expect(change(held)).toBe("gone");
  const full = Array.from({ length: MAX_LISTS }, (_, at) => ({ id: `${at}`, name: `${at}`, itemIds: [] }));
  expect(withList({ id: "new", name: "new", itemIds: [] })(full)).toBe("tooMany");
  expect(withListOrder(["x", "b"])(held)).toEqual([held[1], held[0]]);
});

it("lets what is above the allowance stay, but not grow", () => {
  const many = (count: number) => [
    { id: "a", name: "A", itemIds: Array.from({ length: count }, (_, id) => id) },
  ];
  expect([isAllowed(many(9), many(10), 10), isAllowed(many(10), many(11), 10)]).toEqual([true, false]);
  expect([isAllowed(many(40), many(40), 10), isAllowed(many(40), many(41), 10)]).toEqual([true, false]);
  expect(isAllowed(many(40), many(39), 10)).toBe(true);
});
