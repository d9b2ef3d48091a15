import fc from "fast-check";
import { expect, it } from "vitest";
import { anyView } from "#features/market/ui/filters/any-view.ts";
import { formatView, parseView } from "#features/market/ui/filters/view-params.ts";
import { formatDeviceViews, parseDeviceViews, withView } from "./device-views.ts";
import { isViewText } from "./view-text.ts";

const FLIPS = { id: "1", name: "Flips", view: "?preset=margins" };

it("reads the views that it wrote", () => {
  const named = fc
    .record({ id: fc.uuid(), name: fc.string({ minLength: 1, maxLength: 40 }), view: anyView })
    .filter(({ view }) => isViewText(formatView(view)));
  fc.assert(
    fc.property(fc.array(named, { maxLength: 5 }), (views) => {
      const stored = views.map((view) => ({ ...view, view: formatView(view.view) }));
      const read = parseDeviceViews(formatDeviceViews(stored));
      expect(read).toEqual(stored);
      expect(read.map(({ view }) => parseView(view))).toEqual(views.map(({ view }) => view));
    }),
  );
});

it("leaves out what is broken, and keeps the others", () => {
  for (const text of [null, "{", "7", '{"v":2,"views":[]}', '{"v":1,"views":{}}'])
    expect([text, parseDeviceViews(text)]).toEqual([text, []]);
  const views = [FLIPS, { ...FLIPS, name: "" }, { ...FLIPS, view: "//evil" }, null, { name: "x" }];
  expect(parseDeviceViews(JSON.stringify({ v: 1, views }))).toEqual([FLIPS]);
});

it("refuses a name that another view has, and more than 50", () => {
  expect(() => withView([FLIPS], { ...FLIPS, id: "2" })).toThrow("Another view has this name");
  expect(withView([FLIPS], { ...FLIPS, view: "" })).toEqual([{ ...FLIPS, view: "" }]);
  const full = Array.from({ length: 50 }, (_, at) => ({ ...FLIPS, id: `${at}`, name: `View ${at}` }));
  expect(() => withView(full, { ...FLIPS, id: "new" })).toThrow("50 views");
  expect(withView(full, { ...FLIPS, id: "3" })).toHaveLength(50);
});
