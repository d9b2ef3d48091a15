import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The requirements of levels 1 and 2 in ASVS 4.0.3, by section. Left out: level 3 alone, and what the standard deleted. */
const SECTIONS: Readonly<Record<string, string>> = {
  "1.1": "1-7",
  "1.2": "1-4",
  "1.4": "1 4 5",
  "1.5": "1-4",
  "1.6": "1-4",
  "1.7": "1-2",
  "1.8": "1-2",
  "1.9": "1-2",
  "1.10": "1",
  "1.11": "1-2",
  "1.12": "2",
  "1.14": "1-6",
  "2.1": "1-12",
  "2.2": "1-3",
  "2.3": "1-3",
  "2.4": "1-5",
  "2.5": "1-7",
  "2.6": "1-3",
  "2.7": "1-6",
  "2.8": "1-7",
  "2.9": "1-3",
  "2.10": "1-4",
  "3.1": "1",
  "3.2": "1-4",
  "3.3": "1-4",
  "3.4": "1-5",
  "3.5": "1-3",
  "3.7": "1",
  "4.1": "1-3 5",
  "4.2": "1-2",
  "4.3": "1-3",
  "5.1": "1-5",
  "5.2": "1-8",
  "5.3": "1-10",
  "5.4": "1-3",
  "5.5": "1-4",
  "6.1": "1-3",
  "6.2": "1-6",
  "6.3": "1-2",
  "6.4": "1-2",
  "7.1": "1-4",
  "7.2": "1-2",
  "7.3": "1 3 4",
  "7.4": "1-3",
  "8.1": "1-4",
  "8.2": "1-3",
  "8.3": "1-8",
  "9.1": "1-3",
  "9.2": "1-4",
  "10.2": "1-2",
  "10.3": "1-3",
  "11.1": "1-8",
  "12.1": "1-3",
  "12.2": "1",
  "12.3": "1-6",
  "12.4": "1-2",
  "12.5": "1-2",
  "12.6": "1",
  "13.1": "1 3-5",
  "13.2": "1-3 5-6",
  "13.3": "1-2",
  "13.4": "1-2",
  "14.1": "1-4",
  "14.2": "1-6",
  "14.3": "2-3",
  "14.4": "1-7",
  "14.5": "1-4",
};

const numbersOf = (ranges: string): number[] =>
  ranges.split(" ").flatMap((range) => {
    const [from = 0, to = from] = range.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
const required = Object.entries(SECTIONS).flatMap(([section, ranges]) =>
  numbersOf(ranges).map((number) => `${section}.${number}`),
);

const rows = readFileSync("docs/asvs.md", "utf8")
  .split("\n")
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [id = "", about = "", state = "", where = ""] = line
      .slice(1, -1)
      .split(" | ")
      .map((cell) => cell.trim());
    return { id, about, state, where };
  });

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);
/** `accounts/access` is an integration test; `trpc/errors.ts` is below src; `npm run sbom` is a command. */
const exists = (name: string): boolean => {
  const command = /^npm (?:run )?([\w:]+)$/.exec(name)?.[1];
  if (command !== undefined) return command in scripts;
  const places = [name, `src/${name}`, `tests/integration/${name}.test.ts`];
  return places.some((place) => existsSync(place));
};

test("the list has each requirement of level 2 once, in the order of the standard", () => {
  expect(required).toHaveLength(259);
  expect(rows.map(({ id }) => id)).toEqual(required);
});

test("each requirement is met, met in part, not met or not applicable", () => {
  const other = rows.filter(({ state }) => !["met", "part", "no", "n/a"].includes(state));
  expect(other).toEqual([]);
});

test("what is met names a test, a file or a command that exists", () => {
  const without = rows.filter(({ state, where }) => state === "met" && !quoted(where).some(exists));
  expect(without).toEqual([]);
});

test("no file is named that does not exist", () => {
  const isPath = (name: string) => /^[\w.-]+(?:\/[\w.-]+)+\/?$/.test(name);
  const missing = rows.flatMap(({ id, where }) =>
    quoted(where)
      .filter((name) => isPath(name) && !exists(name))
      .map((name) => `${id}: ${name}`),
  );
  expect(missing).toEqual([]);
});

test("what is not met or not applicable says why", () => {
  const silent = rows.filter(({ state, where }) => state !== "met" && !/[a-z]{2}/i.test(where));
  expect(silent.map(({ id }) => id)).toEqual([]);
});
