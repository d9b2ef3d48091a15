import { describe, expect, it } from "vitest";
import { matchCluster } from "./match-cluster.ts";
import type { Candidate } from "./match-cluster.ts";

const AT = Date.UTC(2026, 8, 21, 14);
let seq = 0;
const candidate = (more: Partial<Candidate>): Candidate => ({
  seq: (seq += 1),
  id: null,
  itemId: 561,
  side: "sell",
  quantity: 100,
  gross: 11_000,
  atMs: AT,
  source: "runelite",
  origin: null,
  isExact: false,
  ...more,
});
const held = (id: string, more: Partial<Candidate> = {}) => candidate({ id, isExact: true, ...more });
const statuses = (...cluster: Candidate[]) => {
  const matched = new Map(matchCluster(cluster).map((each) => [each.seq, each]));
  return cluster.flatMap((each) => {
    if (each.id !== null) return [];
    const found = matched.get(each.seq);
    return [found === undefined ? "new" : (found.matchId ?? found.status)];
  });
};

describe("of one source", () => {
  it("equal records are one trade, and others are others, however near they are", () => {
    expect(
      statuses(candidate({}), candidate({}), candidate({ atMs: AT + 1 }), candidate({ gross: 11_001 })),
    ).toEqual(["new", "repeated", "new", "new"]);
    expect(statuses(candidate({ origin: "slot 1" }), candidate({ origin: "slot 2" }))).toEqual([
      "new",
      "new",
    ]);
  });

  it("a record of the ledger is known, and one beside it is new", () => {
    expect(statuses(held("h"), candidate({}), candidate({ atMs: AT + 30_000 }))).toEqual(["h", "new"]);
  });
});

describe("of two sources", () => {
  const other = { source: "exchange-logger" };

  it("records agree in price to the floor and in time to two minutes", () => {
    const near = candidate({ gross: 11_099, atMs: AT + 120_000 });
    expect(statuses(held("h", other), near)).toEqual(["h"]);
    expect(statuses(held("h", other), { ...near, gross: 11_100 })).toEqual(["new"]);
    expect(statuses(held("h", other), { ...near, atMs: AT + 120_001 })).toEqual(["new"]);
  });

  it("a price that is known after tax only agrees with any that leaves the same", () => {
    // 149 - 2 and 150 - 3 both leave 147.
    expect(statuses(held("h", { ...other, gross: 15_000 }), candidate({ gross: 14_900 }))).toEqual(["h"]);
    expect(
      statuses(
        held("h", { ...other, gross: 15_000, side: "buy" }),
        candidate({ gross: 14_900, side: "buy" }),
      ),
    ).toEqual(["new"]);
  });

  it("each record matches one, so that two trades stay two", () => {
    const three = [0, 10_000, 20_000].map((later) => candidate({ atMs: AT + later }));
    expect(statuses(held("a", other), held("b", { ...other, atMs: AT + 5_000 }), ...three)).toEqual([
      "a",
      "b",
      "new",
    ]);
  });

  it("a trade that the file has twice is taken from the exact source", () => {
    expect(statuses(candidate({ atMs: AT - 1 }), candidate({ ...other, isExact: true }))).toEqual([
      "repeated",
      "new",
    ]);
    // A third source finds the same trade again.
    expect(
      statuses(candidate({}), candidate({ ...other, isExact: true }), candidate({ source: "copilot-flips" })),
    ).toEqual(["repeated", "new", "repeated"]);
  });
});
