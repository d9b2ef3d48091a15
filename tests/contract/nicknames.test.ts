import { beforeAll, describe, expect, test } from "vitest";
import { nicknames } from "#features/market/rules/search/nicknames.ts";
import { rankItems } from "#features/market/rules/search/rank-items.ts";
import { readCapture } from "../support/market/captures.ts";

const entries = Object.entries(nicknames).flatMap(([item, words]) =>
  words.split(" ").map((nickname) => ({ item, nickname })),
);

/** The whole catalogue, each item with neither price nor volume: what is found first is so by its name alone. */
let columns: Parameters<typeof rankItems>[0];
beforeAll(async () => {
  const items = await readCapture<[id: number, name: string][]>("item-names.json");
  columns = {
    id: items.map(([id]) => id),
    name: items.map(([, name]) => name),
    high: [],
    low: [],
    volume24h: [],
  };
});
const find = (query: string): string[] => rankItems(columns, query).map((index) => columns.name[index] ?? "");
const isDoseOf = (name: string, item: string) =>
  name === item || /^ ?\(?\d+\)?$/.test(name.slice(item.length));

describe("nicknames", () => {
  test("are many, each of one item, written as they are compared", () => {
    expect(Object.keys(nicknames).length).toBeGreaterThan(200);
    const words = entries.map(({ nickname }) => nickname);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    expect(words.filter((word) => !/^[a-z0-9]{2,}$/.test(word))).toEqual([]);
  });

  test("each finds its item first, in the whole catalogue", () => {
    const wrong = entries.filter(({ item, nickname }) => {
      const [first = ""] = find(nickname);
      return !(first.startsWith(item) && isDoseOf(first, item));
    });
    expect(wrong).toEqual([]);
  });

  test("none hides an item that is called so", () => {
    const names = new Set(columns.name.map((name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")));
    expect(entries.filter(({ nickname }) => names.has(nickname))).toEqual([]);
  });
});

/** All of them would take a minute. */
const EACH = 17;

describe("the whole catalogue", () => {
  test("each item of a sample is found first by its name, with punctuation or without, and by its id", () => {
    const fold = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
    const wrong = columns.name.filter((name, index) => {
      if (index % EACH !== 0) return false;
      const typed = [name, name.toUpperCase(), fold(name)];
      const id = String(columns.id[index]);
      return typed.some((text) => fold(find(text)[0] ?? "") !== fold(name)) || !find(id).includes(name);
    });
    expect(wrong).toEqual([]);
  });
});
