import { expect, it } from "vitest";
import { withOwnLimits } from "./columns.ts";
import { marketOf, namesOf } from "./market-fixture.ts";

it("leaves the whole limit where no window runs, and sorts by what is left", () => {
  const market = marketOf([
    { id: 1, name: "Ash", limit: 100 },
    { id: 2, name: "Bow", limit: 70 },
    { id: 3, name: "Cup", limit: null },
    { id: 4, name: "Dye", limit: null },
  ]);
  expect(market.myLimit).toEqual([null, null, null, null]);
  const own = withOwnLimits(
    market,
    new Map([
      [1, { left: 0, hint: "0 of 100 left" }],
      [4, { left: null, hint: "5 bought, limit unknown" }],
    ]),
  );
  expect(own.myLimit).toEqual([0, 70, null, null]);
  expect(own.myLimitHint).toEqual(["0 of 100 left", null, null, "5 bought, limit unknown"]);
  const byOwn = namesOf(own, { sort: { key: "myLimit", descending: false } });
  expect(byOwn).toEqual(["Ash", "Bow", "Cup", "Dye"]);
  expect(namesOf(own, { sort: { key: "myLimit", descending: true } })).toEqual(["Bow", "Ash", "Cup", "Dye"]);
});
