import { describe, expect, it } from "vitest";
import { readTarget } from "./trpc-target.ts";

const single = (path: string, input?: string): string =>
  `/trpc/${path}${input === undefined ? "" : `?input=${encodeURIComponent(input)}`}`;
const batch = (paths: string, inputs: string): string =>
  `/trpc/${paths}?batch=1&input=${encodeURIComponent(inputs)}`;
const keyOf = (target: string) => readTarget(target).shared?.key;

describe("the cache key of a call", () => {
  it("is the same for all spellings of an input", () => {
    const spellings = [
      '{"itemId":4151,"timestep":"5m"}',
      '{ "itemId" : 4151,\n"timestep":"5m" }',
      '{"timestep":"5m","itemId":4151}',
      '{"itemId":4.151e3,"timestep":"5m"}',
      String.raw`{"itemId":4151,"timestep":"\u0035m"}`,
    ];
    const keys = new Set(spellings.map((input) => keyOf(single("items.getPriceHistory", input))));
    expect(keys.size).toBe(1);
    expect([...keys][0]).toContain("items.getPriceHistory");
  });

  it("ignores parameters that tRPC ignores", () => {
    expect(keyOf("/trpc/items.getAll?x=1")).toBe(keyOf("/trpc/items.getAll"));
    expect(keyOf("/trpc/items.getAll?input=%7B%7D&y")).toBe(keyOf("/trpc/items.getAll"));
  });

  it("differs between inputs, and between a valid and a refused input", () => {
    const inputs = ['{"id":2}', '{"id":3}', '{"id":"2"}', '{"id":2,"x":1}'];
    expect(new Set(inputs.map((input) => keyOf(single("items.get", input)))).size).toBe(inputs.length);
  });
});

describe("a batch", () => {
  it("has the keys of its calls, in their order", () => {
    const target = batch("items.get,items.getAll,items.get", '{"0":{"id":2},"2":{ "id" : 2 },"9":{"id":5}}');
    const shared = readTarget(target).shared;
    expect(shared?.calls.map(({ key }) => key)).toEqual([
      keyOf(single("items.get", '{"id":2}')),
      keyOf("/trpc/items.getAll"),
      keyOf(single("items.get", '{"id":2}')),
    ]);
    expect(shared?.isBatch).toBe(true);
  });

  it("is not shared if one procedure may not be cached, or if it is too long", () => {
    expect(readTarget(batch("items.getAll,accounts.sessions", "{}")).shared).toBeNull();
    expect(
      readTarget(batch(Array.from({ length: 21 }, () => "items.getAll").join(), "{}")).shared,
    ).toBeNull();
  });

  it("takes no input from the prototype of an object", () => {
    expect(readTarget(batch("items.get", '{"__proto__":{"0":{"id":2}}}')).shared?.calls[0]?.key).toContain(
      "raw:",
    );
  });
});

it("input that is nested too deeply to be written again is left to tRPC", () => {
  const nested = "[".repeat(50_000) + "]".repeat(50_000);
  expect(readTarget(single("items.get", nested))).toMatchObject({ problem: null, shared: null });
});
