import { describe, expect, it } from "vitest";
import { parseMapping } from "./parse-mapping.ts";

const whip = {
  id: 4151,
  name: "Abyssal whip",
  examine: "A weapon from the abyss.",
  members: true,
  icon: "Abyssal whip.png",
  limit: 70,
  value: 120_001,
  lowalch: 48_000,
  highalch: 72_000,
};
const bare = { id: 2, name: "Cannonball", examine: "Ammo.", members: true, icon: "Cannonball.png" };

describe("parseMapping", () => {
  it("reads absent keys as unknown and 0 as 0", () => {
    const parsed = parseMapping([whip, { ...bare, limit: 0 }]);
    expect(parsed).toEqual({
      ok: true,
      refused: {},
      value: [whip, { ...bare, limit: 0, value: null, lowalch: null, highalch: null }],
    });
  });

  it.each([
    ["not an item id", { ...whip, id: "4151" }],
    ["not an item id", { ...whip, id: -1 }],
    ["not an item id", { ...whip, id: 2 ** 31 }],
    ["no name", { ...whip, name: "" }],
    ["no name", { ...whip, name: "  " }],
    ["no name", { ...whip, name: 7 }],
    ["no name", { ...whip, name: "a\0b" }],
    ["no name", { ...whip, name: "x".repeat(1_001) }],
    ["not a text", { ...whip, examine: null }],
    ["not a text", { ...whip, icon: undefined }],
    ["members is not yes or no", { ...whip, members: "true" }],
    ["not an amount", { ...whip, limit: -1 }],
    ["not an amount", { ...whip, highalch: 1.5 }],
    ["not an amount", { ...whip, value: 2 ** 53 }],
    ["not a row", null],
    ["not a row", [1]],
  ])("refuses an item that is %s and keeps the others: %j", (reason, row) => {
    const parsed = parseMapping([row, bare]);
    expect(parsed).toMatchObject({ ok: true, refused: { [reason]: 1 }, value: [{ id: 2 }] });
  });

  it("takes the first of two rows with one id", () => {
    const parsed = parseMapping([whip, { ...whip, name: "Another" }]);
    expect(parsed).toMatchObject({ refused: { "item twice": 1 }, value: [{ name: "Abyssal whip" }] });
  });

  it.each([null, {}, { data: [] }, "[]"])("refuses a body of another shape as a whole: %j", (body) => {
    expect(parseMapping(body)).toMatchObject({ ok: false });
  });
});
