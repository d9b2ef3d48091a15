import { describe, expect, it } from "vitest";
import { parseLatest } from "./parse-latest.ts";

const NOW_S = 1_790_000_000;
const NOW_MS = NOW_S * 1_000;
const good = { high: 110, highTime: NOW_S - 60, low: 100, lowTime: NOW_S - 30 };

const parse = (data: unknown) => parseLatest({ data }, NOW_MS);
const rowFor = (row: unknown) => {
  const parsed = parse({ "561": row });
  return parsed.ok ? parsed : null;
};
const reasonsFor = (row: unknown) => {
  const parsed = parse({ "561": row, "4151": good });
  if (!parsed.ok) throw new Error(parsed.problem);
  return { reasons: Object.keys(parsed.refused), ids: parsed.value.map((each) => each.itemId) };
};

describe("parseLatest", () => {
  it("reads both sides, and an unknown side as unknown", () => {
    const parsed = parse({ "561": good, "2": { high: null, highTime: null, low: 3, lowTime: NOW_S } });
    expect(parsed).toEqual({
      ok: true,
      refused: {},
      value: [
        { itemId: 2, high: null, highS: null, low: 3, lowS: NOW_S },
        { itemId: 561, high: 110, highS: NOW_S - 60, low: 100, lowS: NOW_S - 30 },
      ],
    });
  });

  it.each([
    ["not a price", { high: 0 }],
    ["not a price", { high: -5 }],
    ["not a price", { high: 1.5 }],
    ["not a price", { high: "110" }],
    ["not a price", { high: true }],
    ["not a price", { high: 2 ** 53 }],
    ["not a price", { high: JSON.parse("9223372036854775807") }],
    ["not a price", { high: JSON.parse("1e999") }],
    ["not a price", { high: undefined }],
    ["half a side", { high: null }],
    ["half a side", { highTime: null }],
    ["not a time", { highTime: NOW_MS }],
    ["not a time", { highTime: NOW_S + 301 }],
    ["not a time", { highTime: 0 }],
    ["not a time", { highTime: 1 }],
    ["not a time", { highTime: -NOW_S }],
  ])("refuses a side that is %s and keeps the other: %j", (reason, fault: object) => {
    const kept = { itemId: 561, low: 100, lowS: NOW_S - 30, high: null, highS: null };
    expect(rowFor({ ...good, ...fault })).toEqual({ ok: true, refused: { [reason]: 1 }, value: [kept] });
    const mirrored = Object.fromEntries(
      Object.entries(fault).map(([name, value]) => [name.replace("high", "low"), value]),
    );
    const other = { itemId: 561, low: null, lowS: null, high: 110, highS: NOW_S - 60 };
    expect(rowFor({ ...good, ...mirrored })).toEqual({ ok: true, refused: { [reason]: 1 }, value: [other] });
    // Without another side nothing of the row is left.
    const alone = { ...good, ...fault, low: null, lowTime: null };
    expect(rowFor(alone)).toEqual({ ok: true, refused: { [reason]: 1 }, value: [] });
  });

  it.each([
    ["not a row", null],
    ["not a row", [110, 100]],
    ["not a row", "561"],
    ["not a time", { ...good, highTime: 0, lowTime: 0 }],
  ])("refuses a row that is %s and keeps the others: %j", (reason, row) => {
    expect(reasonsFor(row)).toEqual({ reasons: [reason], ids: [4151] });
  });

  it("accepts a clock a little ahead of ours", () => {
    expect(reasonsFor({ ...good, lowTime: NOW_S + 300 }).ids).toEqual([561, 4151]);
  });

  it.each(["-1", "1.5", "0x10", "007", "4e3", "", " 561", "2147483648", "__proto__", "constructor"])(
    "refuses the id %j",
    (key) => {
      const parsed = parse(Object.fromEntries([[key, good]]));
      expect(parsed).toEqual({ ok: true, value: [], refused: { "not an item id": 1 } });
    },
  );

  it.each([null, "text", 1, [[]], {}, { data: null }, { data: [] }, { data: "x" }])(
    "refuses a body of another shape as a whole: %j",
    (body) => {
      expect(parseLatest(body, NOW_MS)).toMatchObject({ ok: false });
    },
  );

  it("counts refusals by reason", () => {
    const parsed = parse({ "1": null, "2": null, "3": { ...good, high: 0, lowTime: 0 }, "4": good });
    expect(parsed).toMatchObject({ refused: { "not a row": 2, "not a price": 1, "not a time": 1 } });
  });
});
