import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatView, parseView } from "#features/market/ui/filters/view-params.ts";
import { anyView } from "#features/market/ui/filters/any-view.ts";
import { defaultView } from "#features/market/rules/list/view.ts";
import { asHtml } from "#ui/shell/trusted-types.ts";
import { EARLY_VIEW_SCRIPT } from "./early-view.ts";
import { LAST_VIEW_KEY, formatLastView, parseLastView } from "./last-view.ts";
import { isViewText } from "#features/market/ui/views/view-text.ts";

const owner = fc.option(fc.uuid(), { nil: null });

describe("the last view of a device", () => {
  it("comes back as it was stored, if it is short enough", () => {
    fc.assert(
      fc.property(anyView, owner, fc.boolean(), (view, userId, isUnsaved) => {
        const text = formatView(view);
        fc.pre(isViewText(text));
        const last = parseLastView(formatLastView({ view: text, owner: userId, isUnsaved }));
        expect(last).toEqual({ view: text, owner: userId, isUnsaved });
        expect(parseView(last?.view ?? "")).toEqual(view);
      }),
    );
  });

  it("is short enough for every filter, sort and column at once", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(isViewText(formatView({ ...view, query: "" }))).toBe(true);
      }),
    );
  });

  it("ignores what is broken, another version, and what is no view", () => {
    for (const text of [null, "", "{", "7", "null", "[]", '{"v":1}'])
      expect([text, parseLastView(text)]).toEqual([text, null]);
    const good = { v: 1, view: "?preset=alch", owner: null, isUnsaved: false };
    expect(parseLastView(JSON.stringify(good))).not.toBeNull();
    for (const bad of [
      { v: 2 },
      { view: "//evil" },
      { view: "?" },
      { view: 1 },
      { owner: 4 },
      { isUnsaved: "no" },
    ])
      expect([bad, parseLastView(JSON.stringify({ ...good, ...bad }))]).toEqual([bad, null]);
    expect(parseView("?preset=x&sort=__proto__&price=..&cols=evil")).toEqual(defaultView);
  });
});

/** Runs the script of the head as a page would, and says where it leads. */
function visit(address: string, stored: string | null): string | null {
  const url = new URL(address, "https://ge.example");
  let to: string | null = null;
  const location = {
    pathname: url.pathname,
    search: url.search,
    hash: url.hash,
    replace: (where: string) => {
      to = where;
    },
  };
  const localStorage = { getItem: (key: string) => (key === LAST_VIEW_KEY ? stored : null) };
  // The text that pages carry.
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval
  new Function("location", "localStorage", EARLY_VIEW_SCRIPT)(location, localStorage);
  return to;
}

describe("the script in the head", () => {
  const stored = formatLastView({ view: "?preset=movers&sort=-roi", owner: null, isUnsaved: false });

  it("leads the bare address of the list to the last view, and no other address", () => {
    expect(visit("/", stored)).toBe("/?preset=movers&sort=-roi");
    for (const address of ["/?q=whip", "/#main", "/items/4151", "/settings"])
      expect([address, visit(address, stored)]).toEqual([address, null]);
  });

  it("stays without one, and never leaves the list", () => {
    for (const broken of [null, "{", "7", '{"view":"//evil.example"}', '{"view":""}', '{"view":7}'])
      expect([broken, visit("/", broken)]).toEqual([broken, null]);
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (view) => {
        const to = visit("/", JSON.stringify({ v: 1, view }));
        if (to === null) return;
        const url = new URL(to, "https://ge.example");
        expect([url.origin, url.pathname]).toEqual(["https://ge.example", "/"]);
      }),
    );
  });
});

it("passes Trusted Types where React makes the page anew, as on a page that was not found", () => {
  expect(asHtml(EARLY_VIEW_SCRIPT)).toBe(EARLY_VIEW_SCRIPT);
});
