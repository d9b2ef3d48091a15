import fc from "fast-check";
import { createSerializer } from "nuqs/server";
import { describe, expect, it } from "vitest";
import { viewParamNames } from "#features/market/rules/list/view.ts";
import { defaultView } from "#features/market/rules/list/view.ts";
import { shownColumns } from "#features/market/ui/table/market-columns.ts";
import { anyView } from "./any-view.ts";
import { loadView, viewParsers } from "./view-params.ts";

const serialize = createSerializer(viewParsers, { urlKeys: viewParamNames });
const read = (address: string) => loadView(Object.fromEntries(new URLSearchParams(address)));

describe("the URL of a view", () => {
  it("parses to the view it was serialised from", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(read(serialize(view))).toEqual(view);
      }),
    );
  });

  it("is empty for the default view", () => {
    expect(serialize(defaultView)).toBe("");
    expect(read("")).toEqual(defaultView);
  });

  it("accepts amounts as traders type them", () => {
    expect(read("?price=250k..1.5m&roi=2.5..&coins=25m&for=free&fresh=15&sort=-roi&preset=movers")).toEqual({
      ...defaultView,
      preset: "movers",
      price: { min: 250_000, max: 1_500_000 },
      roi: { min: 2.5, max: null },
      coins: 25_000_000,
      membership: "free",
      freshMinutes: 15,
      sort: { key: "roi", descending: true },
    });
  });

  it("ignores invalid values", () => {
    const nonsense =
      "?price=abc&margin=..&vol=1..2..3&limit=5&roi=x..&coins=-5&fresh=0&sort=__proto__&cols=evil&preset=x";
    expect(read(nonsense)).toEqual(defaultView);
  });
});

it("always starts with the name, and shows a preset's columns unless columns were chosen", () => {
  expect(shownColumns(["roi", "item", "low"], ["alchProfit"])).toEqual(["item", "roi", "low"]);
  const usual = shownColumns(null, ["change24h"]);
  expect(usual[0]).toBe("item");
  expect(usual.filter((id) => id === "change24h")).toHaveLength(1);
  expect(shownColumns(null, ["alchProfit"])).toContain("alchProfit");
});
